import { type Abi, decodeEventLog, type Log } from 'viem'
import { eventAbis } from '~/chain/events'
import { tableNames } from '~/indexer/tables'
import type { TestChain } from './chain'
import type { TestDatabase } from './postgres'

type Args = Record<string, never>
type Rule = (args: Args, chainId: number) => [table: string, row: Record<string, unknown>]

const power =
  (house: number): Rule =>
  ({ delegate, previousVotes, newVotes }) => [
    'vote_power_changes',
    { house, account: delegate, previous_votes: previousVotes, votes: newVotes },
  ]
const delegation =
  (house: number): Rule =>
  ({ delegator, fromDelegate, toDelegate }) => [
    'delegations',
    { house, delegator, from_delegate: fromDelegate, to_delegate: toDelegate },
  ]
const ballot: Rule = ({ proposalId, voter, support, weight, reason, params }, chainId) => [
  'votes',
  { chain_id: chainId, proposal_id: proposalId, house: params === '0x01' ? 1 : 0, voter, support, weight, reason },
]
const setting =
  (name: string, from: string, to: string): Rule =>
  (args) => ['setting_changes', { name, old_value: args[from], new_value: args[to] }]
const milestone =
  (kind: string, at?: string): Rule =>
  (args) => ['proposal_events', { proposal_id: args['proposalId'], kind, ...(at ? { at: args[at] } : {}) }]

const use =
  (kind: string): Rule =>
  ({ party, pool, epoch, amount }) => ['consumptions', { kind, party, pool, epoch, amount }]
const flow = (kind: string, account: unknown, amount: unknown, token: unknown = null): ReturnType<Rule> => [
  'treasury_flows',
  { kind, account, token, amount },
]
const movement =
  (kind: string): Rule =>
  ({ pool, epoch, gpuSeconds, money }) => ['line_movements', { kind, pool, epoch, gpu_seconds: gpuSeconds, money }]

const endedAudit =
  (kind: string): Rule =>
  ({ providerId, auditorId }) => [
    'provider_audits',
    { kind, provider_id: providerId, auditor_id: auditorId, version: null, until: null },
  ]
const nothingOfLease = { account: null, end_time: null, deposit: null, withdrawn: null, fee: null }
const ofLease =
  (kind: string, said: (args: Args) => Record<string, unknown>): Rule =>
  (args) => ['lease_events', { ...nothingOfLease, kind, lease_id: args['leaseId'], ...said(args) }]

const nothingOfMilestone = { digest: null, case_id: null, outcome: null, amount: null, fee: null }
const ofMilestone =
  (kind: string, said: (args: Args) => Record<string, unknown>): Rule =>
  (args) => [
    'milestone_events',
    { ...nothingOfMilestone, kind, job_id: args['jobId'], milestone: args['index'], ...said(args) },
  ]

/** Written without the indexer's writers, so that both would have to be wrong in the same way. */
const rules: Record<string, Rule> = {
  'StewardGovernor.ProposalCreated': ({
    proposalId,
    proposer,
    targets,
    values,
    calldatas,
    voteStart,
    voteEnd,
    description,
  }) => [
    'proposals',
    {
      proposal_id: proposalId,
      proposer,
      targets,
      values,
      calldatas,
      snapshot: voteStart,
      deadline: voteEnd,
      description,
    },
  ],
  'StewardGovernor.VoteCast': ballot,
  'StewardGovernor.VoteCastWithParams': ballot,
  'StewardGovernor.ProposalExtended': milestone('extended', 'extendedDeadline'),
  'StewardGovernor.ProposalQueued': milestone('queued', 'etaSeconds'),
  'StewardGovernor.ProposalExecuted': milestone('executed'),
  'StewardGovernor.ProposalCanceled': milestone('canceled'),
  'StewardGovernor.BallotsInvalidated': ({ voter, nonce }) => ['ballot_invalidations', { voter, nonce }],
  'StewardGovernor.VotingDelaySet': setting('votingDelay', 'oldVotingDelay', 'newVotingDelay'),
  'StewardGovernor.VotingPeriodSet': setting('votingPeriod', 'oldVotingPeriod', 'newVotingPeriod'),
  'StewardGovernor.ProposalThresholdSet': setting('proposalThreshold', 'oldProposalThreshold', 'newProposalThreshold'),
  'StewardGovernor.QuorumNumeratorUpdated': setting('quorumNumerator', 'oldQuorumNumerator', 'newQuorumNumerator'),
  'StewardGovernor.CharterQuorumUpdated': setting('charterQuorumNumerator', 'oldNumerator', 'newNumerator'),
  'TimelockController.MinDelayChange': setting('timelockMinDelay', 'oldDuration', 'newDuration'),
  'VotingToken.Transfer': ({ from, to, value }) => ['token_transfers', { sender: from, recipient: to, value }],
  'VotingToken.DelegateChanged': delegation(0),
  'VotingToken.DelegateVotesChanged': power(0),
  'StewardSeats.DelegateChanged': delegation(1),
  'StewardSeats.DelegateVotesChanged': power(1),
  'StewardSeats.SeatAdmitted': ({ seatId, steward, party, constituency, termEnd }) => [
    'seat_events',
    { kind: 'admitted', seat_id: seatId, steward, party, constituency, term_end: termEnd },
  ],
  'StewardSeats.StewardPresent': ({ seatId, steward, presentAt }) => [
    'seat_events',
    { kind: 'present', seat_id: seatId, steward, present_at: presentAt },
  ],
  'StewardSeats.CapacitiesSet': ({ capacities, total }) => ['seat_capacities', { capacities, total }],
  'Council.CouncilAppointed': ({ account, until, approval }) => ['council_appointments', { account, until, approval }],
  'PartyRegistry.PartyAdmitted': ({ party, controller, kind, fromEpoch }) => [
    'party_events',
    { kind: 'admitted', party, controller, party_kind: kind, from_epoch: fromEpoch },
  ],
  'PartyRegistry.AgentSet': ({ party, agent, limits }) => {
    const { id, until, gpuSecondsPerEpoch, moneyPerEpoch } = limits as unknown as Args
    return ['agents', { party, agent, agent_id: id, until, gpu_seconds: gpuSecondsPerEpoch, money: moneyPerEpoch }]
  },
  'PartyRegistry.MembershipChanged': ({ account, party, fromEpoch }) => [
    'party_memberships',
    { account, party, from_epoch: fromEpoch },
  ],
  'ModelRegistry.ModelRegistered': ({ modelId, party, maintainer, name }) => [
    'models',
    { model_id: modelId, party, maintainer, name },
  ],
  'ModelRegistry.ReleaseRegistered': ({ releaseId, modelId, root, maintainer, cumulativeFlop, input }) => {
    const { version, parents, manifest, card, licence, files, size, gpuSeconds, flop, uri } = input as unknown as Args
    const rest = { version, parents, manifest, card, licence, files, size, gpu_seconds: gpuSeconds, flop, uri }
    return [
      'releases',
      { release_id: releaseId, model_id: modelId, root, maintainer, cumulative_flop: cumulativeFlop, ...rest },
    ]
  },
  'ModelRegistry.StageChanged': ({ releaseId, from, to, actor }) => [
    'stage_changes',
    { release_id: releaseId, from_stage: from, to_stage: to, actor },
  ],
  'ModelRegistry.EvaluatorAppointed': ({ evaluator }) => [
    'evaluator_events',
    { kind: 'appointed', account: evaluator },
  ],
  'ModelRegistry.EvaluatorDismissed': ({ evaluator }) => [
    'evaluator_events',
    { kind: 'dismissed', account: evaluator },
  ],
  'ModelRegistry.Attested': ({ uid, releaseId, attester, party, kind, verdict, report, expirationTime, uri }) => [
    'attestations',
    { uid, release_id: releaseId, attester, party, kind, verdict, report, expiration_time: expirationTime, uri },
  ],
  'ModelRegistry.AttestationRevoked': ({ uid, releaseId }) => [
    'attestation_events',
    { kind: 'revoked', uid, release_id: releaseId },
  ],
  'ModelRegistry.AttestationOverruled': ({ uid, releaseId }) => [
    'attestation_events',
    { kind: 'overruled', uid, release_id: releaseId },
  ],
  'ModelRegistry.GateRuleSet': ({ flopClass, to, rule }) => {
    const { passes, dwell, maxReportAge } = rule as unknown as Args
    return ['gate_rules', { flop_class: flopClass, to_stage: to, passes, dwell, max_report_age: maxReportAge }]
  },
  'ModelRegistry.ReleaseHeld': ({ releaseId, council, stage, until, reason }) => [
    'release_stops',
    { kind: 'held', release_id: releaseId, council, stage, approval: null, until, reason },
  ],
  'ModelRegistry.ReleaseRecalled': ({ releaseId, council, approval, until, reason }) => [
    'release_stops',
    { kind: 'recalled', release_id: releaseId, council, stage: null, approval, until, reason },
  ],
  'Custody.RecipientRegistered': ({ account, recipient }) => ['custody_recipients', { account, recipient }],
  'Custody.Sealed': ({ sealId, releaseId, maintainer, input }) => {
    const given = input as unknown as Args
    const digests = { ciphertext_root: given['ciphertextRoot'], ciphertext_manifest: given['ciphertextManifest'] }
    const { recipient, threshold, commitments, seats, boxesDigest } = given
    const rest = { recipient, threshold, commitments, seats, boxes_digest: boxesDigest }
    return ['seals', { seal_id: sealId, release_id: releaseId, maintainer, ...digests, ...rest }]
  },
  'Custody.ShareAcknowledged': ({ sealId, index, steward }) => [
    'share_acks',
    { seal_id: sealId, share: index, steward },
  ],
  'Custody.Granted': ({ grantId, sealId, grantee, recipient, expirationTime }) => [
    'grants',
    { grant_id: grantId, seal_id: sealId, grantee, recipient, expiration_time: expirationTime },
  ],
  'Custody.GrantRevoked': ({ grantId, actor }) => ['grant_revocations', { grant_id: grantId, actor }],
  'Custody.ShareReleased': ({ grantId, index, steward, box }) => [
    'share_releases',
    { grant_id: grantId, share: index, steward, box },
  ],
  'Custody.SharePublished': ({ sealId, index, steward, share }) => [
    'share_publications',
    { seal_id: sealId, share: index, steward, value: share },
  ],
  'Enclaves.MeasurementAllowed': ({ measurement, description }) => [
    'measurement_events',
    { kind: 'allowed', measurement, description },
  ],
  'Enclaves.MeasurementRemoved': ({ measurement }) => ['measurement_events', { kind: 'removed', measurement }],
  'Enclaves.EnclaveAttested': ({ enclaveId, releaseId, operator, party, claim }) => {
    const { root, quote, collateral, measurement, serviceKey, nonce, expirationTime } = claim as unknown as Args
    const digests = { root, quote, collateral, measurement, service_key: serviceKey, nonce }
    const who = { enclave_id: enclaveId, release_id: releaseId, operator, party }
    return ['enclaves', { ...who, ...digests, expiration_time: expirationTime }]
  },
  'Enclaves.EnclaveRevoked': ({ enclaveId }) => ['enclave_revocations', { enclave_id: enclaveId }],
  'AllocationPolicy.PoolAdded': ({ pool, name }) => ['pools', { pool, name }],
  'AllocationPolicy.CapacitySet': ({ pool, fromEpoch, capacity }) => [
    'pool_capacities',
    { pool, from_epoch: fromEpoch, capacity },
  ],
  'AllocationPolicy.PolicySet': ({ version, fromEpoch, policy }) => {
    const { capBps, classes, kinds } = policy as unknown as { capBps: number; classes: Args[]; kinds: Args[] }
    const listed = {
      reserves: classes.map((own) => own['reserveBps']),
      class_weights: classes.map((own) => own['weight']),
    }
    const byKind = {
      kind_classes: kinds.map((kind) => kind['class']),
      kind_weights: kinds.map((kind) => kind['weight']),
    }
    return ['policies', { version, from_epoch: fromEpoch, cap_bps: capBps, ...listed, ...byKind }]
  },
  'AllocationPolicy.RoundOpened': ({ pool, epoch, capacity, cap, version }) => [
    'rounds',
    { pool, epoch, capacity, cap, version },
  ],
  'AllocationPolicy.Requested': ({ party, pool, epoch, want, seq }) => [
    'requests',
    { party, pool, epoch, want, seq, agent: null },
  ],
  'AllocationPolicy.RoundSettled': ({ pool, epoch, levels, keeper }) => [
    'settlements',
    { pool, epoch, levels, keeper },
  ],
  'AllocationPolicy.Consumed': use('consumed'),
  'AllocationPolicy.Restored': use('restored'),
  'ComputeTreasury.Funded': ({ from, amount }) => flow('funded', from, amount),
  'ComputeTreasury.Withdrawn': ({ to, amount }) => flow('withdrawn', to, amount),
  'ComputeTreasury.Swept': ({ token, to, amount }) => flow('swept', to, amount, token),
  'ComputeTreasury.ScheduleSet': ({ pool, fromEpoch, terms }) => {
    const { gpuSeconds, money, maxRate } = terms as unknown as Args
    return ['schedules', { pool, from_epoch: fromEpoch, gpu_seconds: gpuSeconds, money, max_rate: maxRate }]
  },
  'ComputeTreasury.LineOpened': ({ pool, epoch, line }) => {
    const { gpuSeconds, money, maxRate } = line as unknown as Args
    return ['budget_lines', { pool, epoch, gpu_seconds: gpuSeconds, money, max_rate: maxRate }]
  },
  'ComputeTreasury.LineDrawn': movement('drawn'),
  'ComputeTreasury.LineRefunded': movement('refunded'),
  'ComputeTreasury.MoneyGranted': ({ grantId, recipient, amount, start, cliff, end }) => [
    'money_grants',
    { grant_id: grantId, recipient, amount, start_time: start, cliff_time: cliff, end_time: end },
  ],
  'ComputeTreasury.GrantClaimed': ({ grantId, amount }) => [
    'money_grant_events',
    { kind: 'claimed', grant_id: grantId, amount },
  ],
  'ComputeTreasury.MoneyGrantCanceled': ({ grantId, kept }) => [
    'money_grant_events',
    { kind: 'canceled', grant_id: grantId, amount: kept },
  ],
  'ProviderRegistry.AuditorAppointed': ({ auditorId, auditor }) => [
    'auditor_events',
    { kind: 'appointed', auditor_id: auditorId, account: auditor },
  ],
  'ProviderRegistry.AuditorDismissed': ({ auditorId }) => [
    'auditor_events',
    { kind: 'dismissed', auditor_id: auditorId, account: null },
  ],
  'ProviderRegistry.AttributeAdded': ({ attribute, name }) => ['attributes', { attribute, name }],
  'ProviderRegistry.ProviderDeclared': ({ providerId, operator, version, declaration, endpoint }) => {
    const { pool, units, attributes, hardware } = declaration as unknown as Args
    return [
      'provider_declarations',
      { provider_id: providerId, operator, version, pool, units, attributes, hardware, endpoint },
    ]
  },
  'ProviderRegistry.EndpointChanged': ({ providerId, endpoint }) => [
    'provider_events',
    { kind: 'endpoint', provider_id: providerId, endpoint },
  ],
  'ProviderRegistry.ProviderRetired': ({ providerId }) => [
    'provider_events',
    { kind: 'retired', provider_id: providerId, endpoint: null },
  ],
  'ProviderRegistry.ProviderAudited': ({ providerId, auditorId, version, until }) => [
    'provider_audits',
    { kind: 'audited', provider_id: providerId, auditor_id: auditorId, version, until },
  ],
  'ProviderRegistry.AuditRevoked': endedAudit('revoked'),
  'ProviderRegistry.AuditLapsed': endedAudit('lapsed'),
  'OrderBook.TermsSet': ({ version, terms }) => {
    const { maxBids, feeBps, burnBps, capBps, penaltyBps, floorUnits, minNotice, disputeWindow, ...rest } =
      terms as unknown as Args
    const parts = { max_bids: maxBids, fee_bps: feeBps, burn_bps: burnBps, cap_bps: capBps, penalty_bps: penaltyBps }
    const times = { bid_seconds: rest['bidTime'], order_seconds: rest['orderTime'], max_duration: rest['maxDuration'] }
    const amounts = { min_stake: rest['minStake'], bid_deposit: rest['bidDeposit'], dispute_bond: rest['disputeBond'] }
    const limits = { floor_units: floorUnits, min_notice: minNotice, dispute_window: disputeWindow }
    return ['market_terms', { version, ...parts, ...limits, ...times, ...amounts }]
  },
  'OrderBook.MarketPaused': ({ council, approval, until }) => ['market_pauses', { council, approval, until }],
  'OrderBook.OrderPlaced': ({
    orderId,
    tenant,
    party,
    agent,
    epoch,
    bidUntil,
    openUntil,
    version,
    wants,
    specDigest,
  }) => {
    const { pool, units, duration, notice, maxRate, attributes, auditorIds, releaseId } = wants as unknown as Args
    const who = { order_id: orderId, tenant, party, agent, epoch, version, spec_digest: specDigest }
    const needs = { max_rate: maxRate, attributes, auditor_ids: auditorIds, release_id: releaseId }
    return ['orders', { ...who, bid_until: bidUntil, open_until: openUntil, pool, units, duration, notice, ...needs }]
  },
  'OrderBook.OrderCanceled': ({ orderId }) => ['order_cancellations', { order_id: orderId }],
  'OrderBook.BidPlaced': ({ orderId, providerId, party, auditorId, enclaveId, rate }) => [
    'bid_events',
    {
      kind: 'placed',
      order_id: orderId,
      provider_id: providerId,
      party,
      auditor_id: auditorId,
      enclave_id: enclaveId,
      rate,
    },
  ],
  'OrderBook.BidEnded': ({ orderId, providerId, why }) => [
    'bid_events',
    {
      kind: ['withdrawn', 'displaced', 'declined', 'released'][Number(why)],
      order_id: orderId,
      provider_id: providerId,
      party: null,
      auditor_id: null,
      enclave_id: null,
      rate: null,
    },
  ],
  'ComputeMarket.StakeAdded': ({ providerId, from, amount }) => [
    'stake_events',
    { kind: 'added', provider_id: providerId, account: from, amount },
  ],
  'ComputeMarket.StakeWithdrawn': ({ providerId, amount }) => [
    'stake_events',
    { kind: 'withdrawn', provider_id: providerId, account: null, amount },
  ],
  'ComputeMarket.Credited': ({ account, amount }) => ['market_credits', { kind: 'credited', account, amount }],
  'ComputeMarket.Claimed': ({ account, amount }) => ['market_credits', { kind: 'claimed', account, amount }],
  'ComputeMarket.FeesPaid': ({ toTreasury, burnt }) => ['fee_payments', { to_treasury: toTreasury, burnt }],
  'ComputeMarket.LeaseStarted': ({ leaseId, providerId, party, rate, start, end, deposit }) => [
    'leases',
    { lease_id: leaseId, provider_id: providerId, party, rate, start_time: start, end_time: end, deposit },
  ],
  'ComputeMarket.LeaseExtended': ofLease('extended', ({ end, deposit }) => ({ end_time: end, deposit })),
  'ComputeMarket.LeaseShortened': ofLease('shortened', ({ by, end, deposit }) => ({
    account: by,
    end_time: end,
    deposit,
  })),
  'ComputeMarket.LeaseClosed': ofLease('closed', () => ({})),
  'ComputeMarket.LeaseWithdrawn': ofLease('withdrawn', ({ withdrawn, fee }) => ({ withdrawn, fee })),
  'ComputeMarket.LeaseReleased': ofLease('released', () => ({})),
  'ComputeMarket.LeaseDisputed': ({ leaseId, caseId, from, end, evidence }) => [
    'lease_disputes',
    { lease_id: leaseId, case_id: caseId, from_time: from, end_time: end, evidence },
  ],
  'ComputeMarket.DisputeSettled': ({ leaseId, upheld, damages, slashed, penalty }) => [
    'dispute_settlements',
    { lease_id: leaseId, upheld, damages, slashed, penalty },
  ],
  'Arbitration.ArbiterAppointed': ({ arbiter }) => ['arbiter_events', { kind: 'appointed', account: arbiter }],
  'Arbitration.ArbiterDismissed': ({ arbiter }) => ['arbiter_events', { kind: 'dismissed', account: arbiter }],
  'Arbitration.CaseOpened': ({ caseId, court, claimant, respondent, claimantParty, respondentParty, arbiters }) => [
    'arbitration_cases',
    {
      case_id: caseId,
      court,
      claimant,
      respondent,
      claimant_party: claimantParty,
      respondent_party: respondentParty,
      arbiters,
    },
  ],
  'Arbitration.EvidenceGiven': ({ caseId, by, evidence }) => [
    'case_evidence',
    { case_id: caseId, account: by, evidence },
  ],
  'Arbitration.ArbiterVoted': ({ caseId, arbiter, forClaimant, reason }) => [
    'arbiter_votes',
    { case_id: caseId, arbiter, for_claimant: forClaimant, reason },
  ],
  'Arbitration.VerdictGiven': ({ caseId, verdict, byVote }) => [
    'verdicts',
    { case_id: caseId, verdict, by_vote: byVote },
  ],
  'MilestoneLeases.JobOffered': ({
    jobId,
    tenant,
    providerId,
    tenantParty,
    providerParty,
    version,
    specDigest,
    plan,
  }) => {
    const steps = plan as unknown as Args[]
    const sides = { tenant, provider_id: providerId, tenant_party: tenantParty, provider_party: providerParty }
    const planned = { amounts: steps.map((step) => step['amount']), deadlines: steps.map((step) => step['deadline']) }
    return ['jobs', { job_id: jobId, ...sides, version, spec_digest: specDigest, ...planned }]
  },
  'MilestoneLeases.JobAccepted': ({ jobId }) => ['job_events', { job_id: jobId, kind: 'accepted', returned: null }],
  'MilestoneLeases.JobEnded': ({ jobId, returned }) => ['job_events', { job_id: jobId, kind: 'ended', returned }],
  'MilestoneLeases.MilestoneDelivered': ofMilestone('delivered', ({ digest }) => ({ digest })),
  'MilestoneLeases.MilestoneRejected': ofMilestone('rejected', ({ caseId, evidence }) => ({
    case_id: caseId,
    digest: evidence,
  })),
  'MilestoneLeases.MilestonePaid': ofMilestone('paid', ({ amount, fee }) => ({ amount, fee })),
  'MilestoneLeases.MilestoneSettled': ofMilestone('settled', ({ outcome }) => ({ outcome })),
  'MilestoneLeases.Credited': ({ account, amount }) => ['job_credits', { kind: 'credited', account, amount }],
  'MilestoneLeases.Claimed': ({ account, amount }) => ['job_credits', { kind: 'claimed', account, amount }],
  'MilestoneLeases.FeesPaid': ({ toTreasury, burnt }) => ['job_fee_payments', { to_treasury: toTreasury, burnt }],
  'NodeRewards.RewardsSet': ({ fromEpoch, rewards }) => {
    const { base, freeNodes } = rewards as unknown as Args
    return ['reward_rules', { from_epoch: fromEpoch, base, free_nodes: freeNodes }]
  },
  'NodeRewards.MultiplierSet': ({ pool, fromEpoch, bps }) => [
    'reward_multipliers',
    { pool, from_epoch: fromEpoch, bps },
  ],
  'NodeRewards.RewardsFunded': ({ from, amount }) => [
    'reward_funds',
    { kind: 'funded', account: from, grant_id: null, amount },
  ],
  'NodeRewards.RewardsPulled': ({ grantId, amount }) => [
    'reward_funds',
    { kind: 'pulled', account: null, grant_id: grantId, amount },
  ],
  'NodeRewards.ChallengesReported': ({ providerId, epoch, auditorId, party, made, passed }) => [
    'challenge_reports',
    { provider_id: providerId, epoch, auditor_id: auditorId, party, made, passed },
  ],
  'NodeRewards.RewardClaimed': ({ providerId, epoch, party, operator, ordinal, amount }) => [
    'reward_claims',
    { provider_id: providerId, epoch, party, operator, ordinal, amount },
  ],
  'UsageReceipts.UsageConfirmed': ({ leaseId, providerId, party, gpuSeconds }) => [
    'usage_receipts',
    { lease_id: leaseId, provider_id: providerId, party, gpu_seconds: gpuSeconds },
  ],
  'StewardSeats.SeatVacated': ({ seatId, steward, party, cause }) => [
    'seat_events',
    { kind: 'vacated', seat_id: seatId, steward, party, cause },
  ],
  'PartyRegistry.AccountInvited': ({ party, account, open }) => [
    'party_events',
    { kind: 'invited', party, account, open },
  ],
  'TimelockController.RoleGranted': ({ role, account, sender }) => [
    'timelock_role_events',
    { kind: 'granted', role, account, sender },
  ],
  'TimelockController.RoleRevoked': ({ role, account, sender }) => [
    'timelock_role_events',
    { kind: 'revoked', role, account, sender },
  ],
  'AccessManager.RoleGranted': ({ roleId, account }) => ['charter_events', { kind: 'granted', role: roleId, account }],
  'AccessManager.RoleRevoked': ({ roleId, account }) => ['charter_events', { kind: 'revoked', role: roleId, account }],
  'AccessManager.RoleLabel': ({ roleId, label }) => ['charter_events', { kind: 'label', role: roleId, label }],
  'AccessManager.TargetFunctionRoleUpdated': ({ target, selector, roleId }) => [
    'charter_events',
    { kind: 'function_role', target, selector, role: roleId },
  ],
}

/** What a log says of the row that the log before it made; both are of one transaction. */
const additions: Record<string, (args: Args) => Record<string, unknown>> = {
  'AllocationPolicy.RequestedByAgent': ({ agent }) => ({ agent }),
}

const plain = (value: unknown): unknown => {
  if (typeof value === 'string')
    return /^0x[0-9a-fA-F]*$/.test(value) ? value.toLowerCase() : value.replaceAll('\0', '\ufffd')
  if (typeof value === 'number') return BigInt(value)
  return Array.isArray(value) ? value.map(plain) : value
}

const plainRow = (row: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(row).map(([column, value]) => [column, plain(value)]))

export type Expected = Map<string, Record<string, unknown>[]>

/** Every row that the event tables must hold, from the chain's logs as a stock client reads them. */
export const readExpectedRows = async ({ client, deployment }: TestChain): Promise<Expected> => {
  const expected: Expected = new Map()
  const times = new Map<bigint, bigint>()
  for (const [name, abi] of Object.entries(eventAbis)) {
    const { address } = deployment.contracts[name as keyof typeof eventAbis]
    let last: Record<string, unknown> = {}
    for (const log of await client.getLogs({ address, fromBlock: 0n })) {
      const event = decodeEventLog({ abi: abi as Abi, topics: log.topics, data: log.data })
      const addition = additions[`${name}.${event.eventName}`]
      if (addition && last['tx_hash'] !== log.transactionHash) throw new Error(`${event.eventName} stands alone`)
      if (addition) Object.assign(last, plainRow(addition(event.args as unknown as Args)))
      const rule = rules[`${name}.${event.eventName}`]
      if (!rule) continue
      const [table, row] = rule(event.args as unknown as Args, deployment.chainId)
      const time = times.get(log.blockNumber) ?? (await client.getBlock({ blockNumber: log.blockNumber })).timestamp
      times.set(log.blockNumber, time)
      last = plainRow({ ...row, ...placeOf(log), block_time: time })
      expected.set(table, [...(expected.get(table) ?? []), last])
    }
  }
  for (const rows of expected.values()) rows.sort(byPlace)
  return expected
}

const placeOf = ({ blockNumber, blockHash, logIndex, transactionHash }: Log<bigint, number, false>) => ({
  block_number: blockNumber,
  block_hash: blockHash,
  log_index: logIndex,
  tx_hash: transactionHash,
})

const byPlace = (a: Record<string, unknown>, b: Record<string, unknown>) =>
  Number((a['block_number'] as bigint) - (b['block_number'] as bigint)) ||
  Number((a['log_index'] as bigint) - (b['log_index'] as bigint))

/** The event tables' rows in chain order, with the columns that `expected` names, and all rows of a table it lacks. */
export const readActualRows = async ({ sql }: TestDatabase, expected: Expected): Promise<Expected> => {
  const actual: Expected = new Map()
  for (const table of tableNames) {
    const rows = await sql`select * from ${sql(table)} order by block_number, log_index`
    if (rows.length === 0) continue
    actual.set(
      table,
      rows.map((row, index) => {
        const columns = Object.keys(expected.get(table)?.[index] ?? row)
        return plainRow(Object.fromEntries(columns.map((column) => [column, row[column]])))
      }),
    )
  }
  return actual
}

type Tallies = Record<string, Record<string, bigint>>

/** Tallies by proposal, ballots by house and voter, voting power by house and delegate, and balances, summed up from the rows of the chain. */
export const sumExpected = (
  expected: Expected,
): { tallies: Tallies; voters: Tallies; powers: Tallies; balances: Tallies } => {
  const tallies: Tallies = {}
  const voters: Tallies = {}
  const powers: Tallies = {}
  const balances: Tallies = {}
  const add = (sums: Tallies, key: unknown, column: unknown, amount: unknown) => {
    const row = sums[String(key)] ?? {}
    row[String(column)] = (row[String(column)] ?? 0n) + (amount as bigint)
    sums[String(key)] = row
  }
  for (const { proposal_id } of expected.get('proposals') ?? []) tallies[String(proposal_id)] = {}
  for (const { proposal_id, house, voter, support, weight, block_number } of expected.get('votes') ?? []) {
    add(tallies, proposal_id, `${house}:${support}`, weight)
    add(tallies, proposal_id, `${house}:voters`, 1n)
    const { ballots = 0n } = voters[`${house}:${voter}`] ?? {}
    voters[`${house}:${voter}`] = { ballots: ballots + 1n, last: block_number as bigint }
  }
  for (const { house, account, votes } of expected.get('vote_power_changes') ?? []) {
    powers[`${house}:${account}`] = { votes: votes as bigint }
  }
  for (const { sender, recipient, value } of expected.get('token_transfers') ?? []) {
    add(balances, sender, 'balance', -(value as bigint))
    add(balances, recipient, 'balance', value)
  }
  delete balances[`0x${'0'.repeat(40)}`]
  return { tallies, voters, powers, balances }
}

const withoutZeros = (row: Record<string, bigint>) =>
  Object.fromEntries(Object.entries(row).filter(([, sum]) => sum !== 0n))

export const readHeads = async ({ sql }: TestDatabase): Promise<ReturnType<typeof sumExpected>> => {
  const heads = await sql`select * from proposal_heads`
  const voters = await sql`select * from voter_heads`
  const powers = await sql`select * from delegate_heads`
  const balances = await sql`select * from holder_heads`
  const tally = (row: Record<string, bigint>) =>
    withoutZeros({
      '0:0': row['token_against'] as bigint,
      '0:1': row['token_for'] as bigint,
      '0:2': row['token_abstain'] as bigint,
      '0:voters': row['token_voters'] as bigint,
      '1:0': row['seat_against'] as bigint,
      '1:1': row['seat_for'] as bigint,
      '1:2': row['seat_abstain'] as bigint,
      '1:voters': row['seat_voters'] as bigint,
    })
  return {
    tallies: Object.fromEntries(heads.map((row) => [String(row['proposal_id']), tally(row as never)])),
    voters: Object.fromEntries(
      voters.map(({ house, voter, ballots, last_block }) => [`${house}:${voter}`, { ballots, last: last_block }]),
    ),
    powers: Object.fromEntries(powers.map(({ house, account, votes }) => [`${house}:${account}`, { votes }])),
    balances: Object.fromEntries(balances.map(({ account, balance }) => [account, { balance }])),
  }
}
