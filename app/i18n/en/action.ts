/** What each call of a proposal does; the keys are those of app/chain/decode-action.ts. */
export const action = {
  'action.advanceToRedTeam':
    'The model registry moves release {release} ({model}, {version}) from Registered to Red team.',
  'action.advanceToGated': 'The model registry moves release {release} ({model}, {version}) from Red team to Gated.',
  'action.advanceToOpen':
    'The model registry moves release {release} ({model}, {version}) from Gated to Open. Anyone may then use these exact files; copies cannot be called back.',
  'action.revoke': 'The model registry revokes release {release} ({model}, {version}). It can never advance again.',
  'action.appointEvaluator': 'The model registry appoints the account {account} as an evaluator.',
  'action.dismissEvaluator':
    'The model registry dismisses the evaluator {account}: its Passes count no more, its Fails stand.',
  'action.overrule':
    'The model registry overrules attestation {uid}. Its author and the author’s party can never attest to that release and kind again.',
  'action.setGatedRule':
    'To become Gated, a release of FLOP class {flopClass} needs Passes of {passes} parties (bio-chem, cyber, autonomy, safeguards, weight security, licence and data provenance) and {duration} in Red team.',
  'action.setOpenRule':
    'To become Open, a release of FLOP class {flopClass} needs Passes of {passes} parties (bio-chem, cyber, autonomy, safeguards, weight security, licence and data provenance) and {duration} in Gated.',
  'action.grant':
    'The stewards may give the account {account} their shares of seal {seal} until {until}, encrypted to {recipient}. With enough shares it can read the weights.',
  'action.revokeGrant': 'Grant {grant} ends; no further share of the key is given out for it.',
  'action.allowMeasurement': 'Enclaves that run the code with the measurement {measurement} count from now on.',
  'action.removeMeasurement': 'Enclaves that run the code with the measurement {measurement} count no more.',
  'action.addPool':
    'The allocation policy adds a pool called “{name}” with {gpuTime} in each epoch, from the epoch after next on.',
  'action.setCapacity':
    'The allocation policy shares at most {gpuTime} of pool {pool} ({poolName}) in each epoch, from the epoch after next on.',
  'action.closePool': 'The allocation policy closes pool {pool} ({poolName}) from the epoch after next on.',
  'action.setPolicy':
    'From the epoch after next on, no party gets more than {percent}% of a pool; the classes have reserves of {reserves} and weights of {weights}, in this order. {kinds}.',
  'action.kindRule': '{kind}: class {number}, weight {weight}',
  'action.kindExcluded': '{kind}: nothing',
  'action.lowerCap': 'From the epoch after next on, no party gets more than {percent}% of a pool.',
  'action.setSchedule':
    'The treasury pays for at most {gpuTime} of pool {pool} ({poolName}) in each epoch from the epoch after next on: at most {money} per epoch, at most {price} per GPU-hour.',
  'action.endSchedule':
    'The treasury pays for nothing of pool {pool} ({poolName}) any more, from the epoch after next on.',
  'action.grantMoney':
    'The treasury pays {money} to {account}, by the second from {from} to {until}; nothing before {cliff}.',
  'action.cancelMoneyGrant': 'The treasury stops money grant {grant}: what has accrued stays its recipient’s.',
  'action.withdraw': 'The treasury pays {money} of its free money to {account}.',
  'action.sweep': 'The treasury sends {amount} base units of the token {token}, which is not its money, to {account}.',
  'action.setTerms':
    'New orders on the compute market hold at most {maxBids} bids and take them for {bidTime}, then stay open for {orderTime}. A lease lasts at most {maxDuration}, its provider’s notice is at least {minNotice}, a dispute reaches back {disputeWindow}. The fee is {feeBps}% of what providers earn, of which {burnBps}% is burnt; providers of one party lease out at most {capBps}% of a pool, for which at least {floorUnits} units are counted; who loses a dispute pays {penaltyBps}% of the damages on top. A provider stakes at least {minStake}, a bid locks {bidDeposit}, and each side of a dispute puts up {disputeBond}.',
  'action.appointAuditor': 'The provider registry appoints the account {account} as an auditor of providers.',
  'action.dismissAuditor': 'The provider registry dismisses auditor {auditor}: none of its audits counts any more.',
  'action.addAttribute': 'The provider registry adds an attribute that providers can declare: “{name}”.',
  'action.removeAudit': 'The provider registry ends the audit of provider {provider} by auditor {auditor}.',
  'action.appointArbiter': 'The account {account} joins the arbiters, for disputes opened from then on.',
  'action.dismissArbiter':
    'The account {account} leaves the arbiters, for disputes opened from then on; those on which it sits stay its own.',
  'action.overturnForClaimant':
    'Dispute {case} is decided for who complained, whatever the arbiters said. That is final at once.',
  'action.overturnForRespondent':
    'Dispute {case} is decided against who complained, whatever the arbiters said. That is final at once.',
  'action.setRewards':
    'From the next epoch on a node earns up to {reward} for being there in an epoch, times the multiplier of its pool. Up to {freeNodes} nodes of a party earn all of it, each further one less.',
  'action.setMultiplier':
    'From the next epoch on nodes of pool {pool} ({poolName}) are rewarded {percent}% of the base.',
  'action.admitParty': 'The party registry admits the account {account} as a new party of the kind “{kind}”.',
  'action.admitParties': 'The party registry admits {count} accounts, each as a new party of the kind “{kind}”.',
  'action.mint': 'The voting token creates {amount} new OST for {account}.',
  'action.admitSeat': 'The seat house gives party {party} a seat in constituency {constituency}, held by {account}.',
  'action.removeSeat': 'The seat house removes seat {seat}.',
  'action.rekeySeat': 'The seat house hands seat {seat} to the account {account} of the same party.',
  'action.setCapacities': 'The seat house sets its constituencies to {capacities} seats, {total} in all.',
  'action.appointCouncil': 'The guardian council becomes the account {account}, until {until}.',
  'action.endCouncil': 'The guardian council loses its powers at once; nobody holds them after it.',
  'action.setVotingDelay': 'Future proposals open for votes {duration} after they are made.',
  'action.setVotingPeriod': 'Future votes last {duration}.',
  'action.setProposalThreshold': 'Proposing takes {amount} OST from now on.',
  'action.updateQuorumNumerator': 'The quorum of tiers 0 and 1 becomes {percent}% of the supply at the snapshot.',
  'action.updateCharterQuorumNumerator': 'The quorum of tier 2 becomes {percent}% of the supply at the snapshot.',
  'action.send': 'The timelock sends {ether} ETH to {account}.',
  'action.call': '{contract} is asked to do “{call}”, with the arguments given beside this.',
  'action.unknown':
    'The contract {target} is called with the function {selector}, which this portal does not know. Read its source before you vote.',
} as const
