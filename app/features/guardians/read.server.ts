import { zeroAddress } from 'viem'
import { listRevokedGrantRows } from '#db/queries/custody.server'
import { listAllStopRows, type StopRow } from '#db/queries/gates.server'
import {
  type AppointmentRow,
  type CouncilCancelRow,
  listAppointments,
  listCouncilCancels,
} from '#db/queries/guardians.server'
import { listReleaseRowsById } from '#db/queries/models.server'
import { toMoment, toReleaseRef } from '~/http/present'
import type { One } from '~/http/shapes'
import { type View, withView } from '~/services.server'
import type { CouncilTerm, Guardians, Power, PowerUse } from './schema'

const listTerms = async (view: View, rows: readonly AppointmentRow[]): Promise<CouncilTerm[]> => {
  const accountOf = await view.loadAccounts(rows.map(({ account }) => account))
  const proposalOf = await view.loadProposals(rows.map(({ proposal_id }) => proposal_id))
  return rows.map((row, index) => {
    const ended = row.account === zeroAddress
    return {
      approval: String(row.approval),
      account: ended ? null : accountOf(row.account),
      from: toMoment(row.block_time, row.block_number),
      until: ended ? null : toMoment(row.until),
      active: index === 0 && !ended && row.until > view.now,
      transaction: row.tx_hash,
      proposal: proposalOf(row.proposal_id),
    }
  })
}

type Dated = { use: PowerUse; block: number; hash: `0x${string}`; time: number }

const nothing = { proposal: null, release: null, grant: null, until: null, reason: null } as const

const listCancels = async (view: View, rows: readonly CouncilCancelRow[]): Promise<Dated[]> => {
  const accountOf = await view.loadAccounts(rows.map(({ account }) => account))
  const proposalOf = await view.loadProposals(rows.map(({ proposal_id }) => proposal_id))
  return rows.map((row) => ({
    block: row.block_number,
    hash: row.block_hash,
    time: row.block_time,
    use: {
      ...nothing,
      power: 'cancel',
      at: toMoment(row.block_time, row.block_number),
      transaction: row.tx_hash,
      account: accountOf(row.account),
      proposal: proposalOf(row.proposal_id),
      active: true,
    },
  }))
}

const listStops = async (view: View, rows: readonly StopRow[]): Promise<Dated[]> => {
  const accountOf = await view.loadAccounts(rows.map(({ council }) => council))
  const ids = [...new Set(rows.map(({ release_id }) => release_id))]
  const releases = new Map((await listReleaseRowsById(view.sql, ids)).map((row) => [row.release_id, row]))
  return rows.map((row) => {
    const release = releases.get(row.release_id)
    return {
      block: row.block_number,
      hash: row.block_hash,
      time: row.block_time,
      use: {
        ...nothing,
        power: row.kind === 'held' ? 'hold' : 'recall',
        at: toMoment(row.block_time, row.block_number),
        transaction: row.tx_hash,
        account: accountOf(row.council),
        release: release === undefined ? null : toReleaseRef(release, view.now),
        until: toMoment(row.until),
        active: row.until > view.now,
        reason: row.reason,
      },
    }
  })
}

const listStoppedGrants = async (view: View): Promise<Dated[]> => {
  const rows = (await listRevokedGrantRows(view.sql)).filter(
    ({ revoked_actor }) => revoked_actor !== null && view.nameOf(revoked_actor) !== 'TimelockController',
  )
  const accountOf = await view.loadAccounts(rows.map(({ revoked_actor }) => revoked_actor ?? zeroAddress))
  const ids = [...new Set(rows.map(({ release_id }) => release_id))]
  const releases = new Map((await listReleaseRowsById(view.sql, ids)).map((row) => [row.release_id, row]))
  return rows.flatMap((row): Dated[] => {
    const { revoked_actor: actor, revoked_block: block, revoked_hash: hash, revoked_time: time, revoked_tx: tx } = row
    if (actor === null || block === null || hash === null || time === null || tx === null) return []
    const release = releases.get(row.release_id)
    const use: PowerUse = {
      ...nothing,
      power: 'stop-grant',
      at: toMoment(time, block),
      transaction: tx,
      account: accountOf(actor),
      release: release === undefined ? null : toReleaseRef(release, view.now),
      grant: String(row.grant_id),
      active: true,
    }
    return [{ use, block, hash, time }]
  })
}

const listPowers = ({ rules }: View, uses: readonly PowerUse[]): Power[] => {
  const count = (name: Power['name']) => uses.filter(({ power }) => power === name).length
  return [
    { name: 'cancel', limit: 'per-proposal', seconds: null, used: count('cancel') },
    { name: 'hold', limit: 'per-release-and-stage', seconds: rules.holdTime, used: count('hold') },
    { name: 'recall', limit: 'per-release-and-approval', seconds: rules.recallTime, used: count('recall') },
    { name: 'stop-grant', limit: 'per-grant', seconds: null, used: count('stop-grant') },
  ]
}

/** The guardian council: its term, what it can do, and each time that it did. */
export const getGuardians = (): Promise<One<Guardians>> =>
  withView(async (view) => {
    const appointments = await listAppointments(view.sql)
    const terms = await listTerms(view, appointments)
    const dated = [
      ...(await listCancels(view, await listCouncilCancels(view.sql))),
      ...(await listStops(view, await listAllStopRows(view.sql))),
      ...(await listStoppedGrants(view)),
    ].sort((a, b) => b.block - a.block)
    const uses = dated.map(({ use }) => use)
    const [newest] = terms
    const changes = appointments.map((row) => ({ block: row.block_number, hash: row.block_hash, time: row.block_time }))
    return {
      data: {
        council: newest === undefined || newest.account === null ? null : newest,
        maxTermSeconds: view.rules.councilMaxTerm,
        powers: listPowers(view, uses),
        terms,
        uses,
      },
      asOf: await view.asOf([...changes, ...dated]),
    }
  })
