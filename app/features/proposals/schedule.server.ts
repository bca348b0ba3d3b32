import { keccak256, stringToHex } from 'viem'
import type { ProposalDetailRow } from '#db/queries/proposals.server'
import type { Rules } from '~/chain/rules.server'
import type { Assessment } from '~/domain/assess-proposal'
import { toMoment } from '~/http/present'
import type { Moment } from '~/http/shapes'
import type { Proposal } from './schema'

// Once the vote is over and nobody has queued yet, the eta depends on when somebody does.
const earliestExecution = (
  row: ProposalDetailRow,
  { deadline, wait, state }: { deadline: number; wait: number; state: Assessment['state'] },
): Moment | null => {
  if (row.eta !== null) return toMoment(row.eta)
  return state === 'pending' || state === 'active' ? toMoment(deadline + wait) : null
}

/** The times of a proposal, with what dissent has added so far. */
export const toSchedule = (
  row: ProposalDetailRow,
  { assessment, rules }: { assessment: Assessment; rules: Rules },
): Pick<Proposal, 'schedule' | 'descriptionHash'> => {
  const deadline = row.extended_deadline ?? row.deadline
  const delaySeconds = rules.delays[row.tier] ?? rules.delays[2]
  const dissentSeconds = Number(assessment.dissent)
  return {
    descriptionHash: keccak256(stringToHex(row.description)),
    schedule: {
      baseDeadline: toMoment(row.deadline),
      objectionWindowFrom: toMoment(row.deadline - rules.objectionWindow),
      objectionUntil: row.extended_deadline === null ? null : toMoment(row.extended_deadline),
      queueBy: toMoment(deadline + rules.queueWindow),
      delaySeconds,
      dissentSeconds,
      earliestExecution: earliestExecution(row, {
        deadline,
        wait: delaySeconds + dissentSeconds,
        state: assessment.state,
      }),
      executeBy: row.eta === null ? null : toMoment(row.eta + rules.gracePeriod),
    },
  }
}
