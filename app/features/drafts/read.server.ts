import { listAncestorRows, listReleaseRows, type ReleaseRow } from '#db/queries/models.server'
import { addressOf, contractNames } from '~/chain/addresses'
import { toStage } from '~/http/present'
import { getServices, withView } from '~/services.server'
import type { MovableRelease } from './build-release-call'
import type { StewardshipContracts } from './build-stewardship-call'

const MOST = 200

const nameOf = ({ model_name, version }: ReleaseRow) => `${model_name} ${version}`

/** Releases that a vote can still move, newest first. */
export const listMovableReleases = (): Promise<MovableRelease[]> =>
  withView(async ({ sql }) => {
    const query = {
      from: null,
      backwards: false,
      limit: MOST,
      model: null,
      stage: null,
      licence: null,
      recalledAt: null,
    }
    const rows = (await listReleaseRows(sql, query)).filter(({ stage }) => toStage(stage) !== 'revoked')
    const releases: MovableRelease[] = []
    // One after the other: the queries share one transaction, and few releases have parents.
    for (const row of rows) {
      const ancestors = row.parents.length === 0 ? [] : await listAncestorRows(sql, String(row.release_id))
      const revoked = ancestors.find(({ stage }) => toStage(stage) === 'revoked')
      releases.push({
        id: String(row.release_id),
        name: nameOf(row),
        stage: toStage(row.stage),
        revokedAncestor: revoked === undefined ? null : nameOf(revoked),
      })
    }
    return releases
  })

/** Our contracts by name, for whoever calls one; the timelock is left out because no proposal may call it. */
export const listTargets = async () => {
  const { deployment } = await getServices()
  return contractNames
    .filter((name) => name !== 'TimelockController')
    .map((name) => ({ name, address: addressOf(deployment, name) }))
}

/** The contracts that proposals about releases call. */
export const getStewardshipContracts = async (): Promise<StewardshipContracts> => {
  const { deployment } = await getServices()
  return {
    registry: addressOf(deployment, 'ModelRegistry'),
    custody: addressOf(deployment, 'Custody'),
    enclaves: addressOf(deployment, 'Enclaves'),
  }
}
