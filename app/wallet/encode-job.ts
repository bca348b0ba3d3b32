import { encodeFunctionData, type Hex } from 'viem'
import { jobsCallAbi } from '~/chain/abi/wallet'
import type { JobAct } from '~/domain/wallet'

const functionOf = {
  acceptMilestone: 'acceptMilestone',
  releaseMilestone: 'release',
  settleMilestone: 'settle',
} as const

/** The calldata of what a reader does about a job. */
export const encodeJobAct = (act: JobAct): Hex => {
  const abi = jobsCallAbi
  switch (act.name) {
    case 'claimOfJobs':
      return encodeFunctionData({ abi, functionName: 'claim' })
    case 'offer': {
      const plan = act.plan.map(({ amount, deadline }) => ({ amount: BigInt(amount), deadline }))
      return encodeFunctionData({ abi, functionName: 'offer', args: [act.providerId, act.specDigest, plan] })
    }
    case 'deliver':
      return encodeFunctionData({ abi, functionName: 'deliver', args: [BigInt(act.job), act.digest] })
    case 'rejectMilestone': {
      const args = [BigInt(act.job), act.index, act.evidence] as const
      return encodeFunctionData({ abi, functionName: 'reject', args })
    }
    case 'acceptMilestone':
    case 'releaseMilestone':
    case 'settleMilestone':
      return encodeFunctionData({ abi, functionName: functionOf[act.name], args: [BigInt(act.job), act.index] })
    default:
      return encodeFunctionData({ abi, functionName: act.name, args: [BigInt(act.job)] })
  }
}
