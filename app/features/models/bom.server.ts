import { Enums, Models, Serialize, SPDX, Spec } from '@cyclonedx/cyclonedx-library'
import type { Hex } from 'viem'
import { addressOf } from '~/chain/addresses'
import { toPlainText } from '~/domain/plain-text'
import { withView } from '~/services.server'
import { loadList } from './manifest.server'
import { buildRelease } from './release.server'
import { getReleaseRow } from './release-row.server'
import type { Release } from './schema'

// A list of files of any length is at /manifest; a bill of more than these is no reading matter.
const MOST_FILES = 10_000

const hash = (digest: Hex | string) =>
  new Models.HashDictionary([[Enums.HashAlgorithm['SHA-256'], digest.slice(2)] as const])

const licenceOf = (licence: string): Models.License => {
  const id = SPDX.fixupSpdxId(licence)
  const acknowledgement = Enums.LicenseAcknowledgement.Declared
  return id === undefined
    ? new Models.NamedLicense(toPlainText(licence), { acknowledgement })
    : new Models.SpdxLicense(id, { acknowledgement })
}

const properties = (values: Record<string, string | null>) =>
  new Models.PropertyRepository(
    Object.entries(values).flatMap(([name, value]) =>
      value === null ? [] : [new Models.Property(`ostrakon:${name}`, toPlainText(value))],
    ),
  )

const nameOf = (release: Pick<Release, 'id'>, registry: string) => `${registry}/release/${release.id}`

const listReferences = (release: Release, portal: string) => {
  const page = `${portal}/releases/${release.id}`
  const { Website, Distribution, Attestation, Other } = Enums.ExternalReferenceType
  const untrusted = 'Untrusted: only the digest says what was found there.'
  return new Models.ExternalReferenceRepository([
    new Models.ExternalReference(page, Website, { comment: 'The release, its stage and its evaluations.' }),
    new Models.ExternalReference(`${portal}/api/v1/releases/${release.id}/manifest`, Other, {
      comment: 'The list of its files.',
    }),
    ...(release.uri === '' ? [] : [new Models.ExternalReference(release.uri, Distribution, { comment: untrusted })]),
    ...release.attestations
      .filter(({ uri, status }) => uri !== '' && (status === 'counts' || status === 'stands'))
      .map(
        ({ uid, uri, kind, verdict, report }) =>
          new Models.ExternalReference(uri, Attestation, {
            hashes: hash(report),
            comment: `Attestation ${uid}, ${kind}: ${verdict}. ${untrusted}`,
          }),
      ),
  ])
}

type Place = { registry: string; chainId: number; portal: string }

const buildComponent = (release: Release, { registry, chainId, portal }: Place): Models.Component =>
  new Models.Component(Enums.ComponentType.MachineLearningModel, toPlainText(release.model.name), {
    bomRef: nameOf(release, registry),
    version: toPlainText(release.version),
    licenses: new Models.LicenseRepository([licenceOf(release.licence)]),
    externalReferences: listReferences(release, portal),
    properties: properties({
      'chain-id': String(chainId),
      registry,
      release: release.id,
      stage: release.stage,
      root: release.root,
      manifest: release.manifest,
      card: /^0x0+$/.test(release.card) ? null : release.card,
      files: String(release.files),
      size: release.size,
      flop: release.flop,
      'cumulative-flop': release.cumulativeFlop,
      'gpu-seconds': release.gpuSeconds,
      'recalled-until': release.recall?.until.time ?? null,
      'recall-reason': release.recall?.reason ?? null,
      'standing-fails': String(release.attestations.filter(({ status }) => status === 'stands').length),
    }),
  })

/** The bill of materials of a release, as CycloneDX 1.6 writes it; links lead to the portal at `origin`. */
export const buildBom = (id: string, origin: string): Promise<string> =>
  withView(async (view) => {
    const row = await getReleaseRow(view, id)
    const { release } = await buildRelease(view, row)
    const { deployment, env } = view.services
    const registry = addressOf(deployment, 'ModelRegistry')
    const portal = env.PUBLIC_URL?.replace(/\/$/, '') ?? origin
    const component = buildComponent(release, { registry, chainId: deployment.chainId, portal })
    const bom = new Models.Bom()
    for (const parent of release.parents) {
      const from = new Models.Component(Enums.ComponentType.MachineLearningModel, toPlainText(parent.model.name), {
        bomRef: nameOf(parent, registry),
        version: toPlainText(parent.version),
        properties: properties({ release: parent.id, stage: parent.stage }),
      })
      bom.components.add(from)
      component.dependencies.add(from.bomRef)
    }
    const found = await loadList(view, row)
    const files = found?.list.method === 'files' ? found.list.files.slice(0, MOST_FILES) : []
    for (const { name, digest } of files) {
      component.components.add(
        new Models.Component(Enums.ComponentType.File, toPlainText(name), { hashes: hash(digest) }),
      )
    }
    bom.metadata.component = component
    bom.metadata.timestamp = new Date(row.stage_since * 1000)
    bom.metadata.tools.components.add(new Models.Component(Enums.ComponentType.Application, 'ostrakon'))
    const serializer = new Serialize.JsonSerializer(new Serialize.JSON.Normalize.Factory(Spec.Spec1dot6))
    return serializer.serialize(bom, { sortLists: true, space: 2 })
  })
