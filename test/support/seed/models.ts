import type { Address } from 'viem'
import type { Row, TableName } from '~/indexer/tables'
import type { Calendar } from './calendar'
import { hashOf, mix, share } from './draw'
import { titleOf } from './texts'

type Options = {
  releases: number
  start: number
  span: number
  stewards: readonly Address[]
  timelock: Address
  council: Address
  firstUid: number
}

const PER_MODEL = 5
const GIB = 1024n ** 3n
const licences = ['MIT', 'Apache-2.0', 'CC-BY-4.0', 'LicenseRef-Research']

/** Models with five releases each, up to four stages, two attestations a release, and a few holds and recalls. */
export const buildModels = (calendar: Calendar, options: Options): Partial<Record<TableName, Row[]>> => {
  const { releases, start, span, stewards, timelock } = options
  const tables = {
    models: [] as Row[],
    releases: [] as Row[],
    stage_changes: [] as Row[],
    attestations: [] as Row[],
    release_stops: [] as Row[],
  }
  const maintainerOf = (model: number) => stewards[model % stewards.length] ?? timelock
  const timeOf = (release: number) => start + Math.floor((span * release) / (releases + 1))
  for (let model = 1; model <= Math.ceil(releases / PER_MODEL); model++) {
    const place = calendar.placeAt(timeOf((model - 1) * PER_MODEL))
    tables.models.push({
      model_id: model,
      party: 1 + (model % stewards.length),
      maintainer: maintainerOf(model),
      name: titleOf(model).slice(0, 60),
      ...place,
    })
  }
  for (let release = 1; release <= releases; release++) {
    const model = Math.ceil(release / PER_MODEL)
    const flop = BigInt(mix(release)) * 10n ** 14n
    tables.releases.push({
      release_id: release,
      model_id: model,
      maintainer: maintainerOf(model),
      version: `${1 + ((release - 1) % PER_MODEL)}.0.0`,
      parents: release % PER_MODEL === 1 ? [] : [release - 1],
      root: hashOf('r', release),
      manifest: hashOf('m', release),
      card: hashOf('c', release),
      licence: licences[release % licences.length] ?? 'MIT',
      files: 1 + (mix(release) % 200),
      size: BigInt(1 + (mix(release) % 900)) * GIB,
      gpu_seconds: BigInt(mix(release)) * 1_000n,
      flop,
      cumulative_flop: flop * BigInt(1 + ((release - 1) % PER_MODEL)),
      uri: `https://models.example/${model}/${release}`,
      ...calendar.placeAt(timeOf(release)),
    })
    const stages = mix(release * 3) % 4
    for (let stage = 1; stage <= stages; stage++) {
      tables.stage_changes.push({
        release_id: release,
        from_stage: stage,
        to_stage: stage + 1,
        actor: timelock,
        ...calendar.placeAt(timeOf(release) + stage * 3_600),
      })
    }
    for (let turn = 0; turn < 2; turn++) {
      const attester = release + turn
      tables.attestations.push({
        uid: options.firstUid + release * 2 + turn,
        release_id: release,
        attester: stewards[attester % stewards.length] ?? timelock,
        party: 1 + (attester % stewards.length),
        kind: attester % 6,
        verdict: share(release * 2 + turn) < 0.9 ? 1 : 2,
        report: hashOf('e', release * 2 + turn),
        expiration_time: 0,
        uri: `https://reports.example/${release}/${turn}`,
        ...calendar.placeAt(timeOf(release) + 7_200),
      })
    }
    if (release % 25 !== 0) continue
    const isHold = release % 50 === 0
    const place = calendar.placeAt(timeOf(release) + 20_000)
    tables.release_stops.push({
      release_id: release,
      kind: isHold ? 'held' : 'recalled',
      council: options.council,
      stage: isHold ? 2 : null,
      approval: isHold ? null : 1,
      until: place.block_time + 2_592_000,
      reason: titleOf(release),
      ...place,
    })
  }
  return tables
}
