import type { Address } from 'viem'
import type { ProposalDetailRow, ProposalEventRow } from '#db/queries/proposals.server'
import type { Assessment } from '~/domain/assess-proposal'
import { toMoment } from '~/http/present'
import type { Account } from '~/http/shapes'
import type { NextStep, Timeline, TimelineEntry } from './schema'

type Windows = { objectionPeriod: number; queueWindow: number; gracePeriod: number }

type Given = {
  row: ProposalDetailRow
  events: readonly ProposalEventRow[]
  assessment: Assessment
  windows: Windows
  now: number
  accountOf: (address: Address) => Account
  council: { account: Address; until: number } | null
  canCouncilCancel: boolean
}

type Dated = TimelineEntry & { seconds: number }

const eventNames = { extended: 'extended', queued: 'queued', executed: 'executed', canceled: 'canceled' } as const

const listRecorded = ({ row, events, accountOf }: Given): Dated[] => [
  {
    event: 'proposed',
    status: 'past',
    at: toMoment(row.block_time, row.block_number),
    transaction: row.tx_hash,
    actor: accountOf(row.proposer),
    seconds: row.block_time,
  },
  ...events.map(
    (event): Dated => ({
      event: eventNames[event.kind],
      status: 'past',
      at: toMoment(event.block_time, event.block_number),
      transaction: event.tx_hash,
      actor: null,
      seconds: event.block_time,
    }),
  ),
]

const listTimes = ({ row, assessment, windows }: Given): [TimelineEntry['event'], number][] => {
  const { state, result } = assessment
  const ended = row.canceled_time ?? Number.POSITIVE_INFINITY
  const deadline = row.extended_deadline ?? row.deadline
  const queueBy = deadline + windows.queueWindow
  const times: [TimelineEntry['event'], number][] = [
    ['voting-opens', row.snapshot],
    ['voting-ends', deadline],
  ]
  if (row.eta === null && (state === 'pending' || state === 'active' || state === 'succeeded'))
    times.push(['queue-by', queueBy])
  if (row.eta === null && state === 'expired' && result.passing) times.push(['expired', queueBy])
  if (row.eta !== null) times.push(['executable', row.eta])
  if (row.eta !== null && state === 'queued') times.push(['execute-by', row.eta + windows.gracePeriod])
  if (row.eta !== null && state === 'expired') times.push(['expired', row.eta + windows.gracePeriod])
  return times.filter(([, seconds]) => seconds < ended)
}

const listSteps = ({ row, assessment, windows, accountOf, council, canCouncilCancel, now }: Given): NextStep[] => {
  const { phase } = assessment
  if (phase === 'closed') return []
  const deadline = row.extended_deadline ?? row.deadline
  const steps: NextStep[] = []
  const add = (
    step: Pick<NextStep, 'act' | 'who'>,
    account: Address | null,
    from: number | null,
    until: number | null,
  ) =>
    steps.push({
      ...step,
      account: account === null ? null : accountOf(account),
      from: from === null ? null : toMoment(from),
      until: until === null ? null : toMoment(until),
    })
  if (phase === 'upcoming') {
    add({ act: 'cancel', who: 'proposer' }, row.proposer, null, row.snapshot)
    add({ act: 'vote', who: 'voters' }, null, row.snapshot, row.deadline)
  }
  if (phase === 'voting') add({ act: 'vote', who: 'voters' }, null, row.snapshot, deadline)
  if (phase === 'objection') add({ act: 'object', who: 'voters' }, null, row.deadline, deadline)
  if (phase === 'queueable') add({ act: 'queue', who: 'anyone' }, null, deadline, deadline + windows.queueWindow)
  if (row.eta !== null) add({ act: 'execute', who: 'anyone' }, null, row.eta, row.eta + windows.gracePeriod)
  if (council !== null && council.until > now && canCouncilCancel) {
    add({ act: 'cancel', who: 'council' }, council.account, null, council.until)
  }
  return steps
}

/** Every transition that was and that the clock will bring, and who may act next. */
export const buildTimeline = (given: Given): Timeline => {
  const clock = listTimes(given).map(
    ([event, seconds]): Dated => ({
      event,
      status: seconds < given.now ? 'past' : 'expected',
      at: toMoment(seconds),
      transaction: null,
      actor: null,
      seconds,
    }),
  )
  const entries = [...listRecorded(given), ...clock].sort((left, right) => left.seconds - right.seconds)
  return { entries: entries.map(({ seconds: _, ...entry }) => entry), next: listSteps(given) }
}
