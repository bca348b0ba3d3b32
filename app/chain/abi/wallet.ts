import { parseAbi } from 'viem'

// Only what a browser signs or may be refused with: the generated ABIs are many times larger. A unit test compares each
// line with the generated ABI, in both directions for errors.

/** The governor's functions that readers sign. */
export const governorCallAbi = parseAbi([
  'function castVote(uint256 proposalId, uint8 support) returns (uint256)',
  'function castVoteWithReason(uint256 proposalId, uint8 support, string reason) returns (uint256)',
  'function castVoteWithReasonAndParams(uint256 proposalId, uint8 support, string reason, bytes params) returns (uint256)',
  'function propose(address[] targets, uint256[] values, bytes[] calldatas, string description) returns (uint256)',
  'function queue(address[] targets, uint256[] values, bytes[] calldatas, bytes32 descriptionHash) returns (uint256)',
  'function execute(address[] targets, uint256[] values, bytes[] calldatas, bytes32 descriptionHash) payable returns (uint256)',
  'function cancel(address[] targets, uint256[] values, bytes[] calldatas, bytes32 descriptionHash) returns (uint256)',
  'function cancelIfRetiered(address[] targets, uint256[] values, bytes[] calldatas, bytes32 descriptionHash) returns (uint256)',
  'event ProposalCreated(uint256 proposalId, address proposer, address[] targets, uint256[] values, string[] signatures, bytes[] calldatas, uint256 voteStart, uint256 voteEnd, string description)',
])

/** The voting token's functions that readers sign, and what the list of demo wallets shows. */
export const tokenCallAbi = parseAbi([
  'function delegate(address delegatee)',
  'function getVotes(address account) view returns (uint256)',
])

/** What the list of demo wallets shows of a steward. */
export const seatsReadAbi = parseAbi(['function seatOfAccount(address account) view returns (uint256)'])

/** The registry's functions that readers sign, and the events that number what they make. */
export const registryCallAbi = parseAbi([
  'struct ReleaseInput { uint32 modelId; string version; uint32[] parents; bytes32 root; bytes32 manifest; bytes32 card; string licence; uint32 files; uint64 size; uint64 gpuSeconds; uint128 flop; string uri; }',
  'struct AttestationInput { uint32 releaseId; bytes32 root; uint8 kind; uint8 verdict; bytes32 report; uint48 expirationTime; string uri; }',
  'function attest(AttestationInput input) returns (uint32 uid)',
  'function attestBySig(address attester, AttestationInput input, uint48 deadline, bytes signature) returns (uint32 uid)',
  'function revokeAttestation(uint32 uid)',
  'function nonces(address owner) view returns (uint256)',
  'function withdraw(uint32 releaseId)',
  'function hold(uint32 releaseId, string reason)',
  'function recall(uint32 releaseId, string reason)',
  'function registerModel(string name) returns (uint32 modelId)',
  'function registerRelease(ReleaseInput input) returns (uint32 releaseId)',
  'event ModelRegistered(uint32 indexed modelId, uint32 indexed party, address indexed maintainer, string name)',
  'event ReleaseRegistered(uint32 indexed releaseId, uint32 indexed modelId, bytes32 indexed root, address maintainer, uint128 cumulativeFlop, ReleaseInput input)',
])

/** What the council signs at the custody. */
export const custodyCallAbi = parseAbi(['function stopGrant(uint32 grantId)'])

/** How a party, or its agent, asks for compute. */
export const allocationCallAbi = parseAbi([
  'function request(uint32 pool, uint48 epoch, uint64 want, uint48 seq)',
  'function requestFor(uint32 party, uint32 pool, uint48 epoch, uint64 want, uint48 seq)',
])

/** How anyone has what accrued of a grant paid to its recipient. */
export const treasuryCallAbi = parseAbi(['function claim(uint32 grantId)'])

/** What tenants and providers sign at the order book. */
export const bookCallAbi = parseAbi([
  'struct OrderTerms { uint32 pool; uint32 units; uint32 duration; uint32 notice; uint80 maxRate; uint64 attributes; uint64 auditorIds; uint32 releaseId; }',
  'function placeOrder(OrderTerms wants, bytes32 specDigest) returns (uint64 orderId)',
  'function placeBudgetOrder(uint32 party, OrderTerms wants, bytes32 specDigest) returns (uint64 orderId)',
  'function cancelOrder(uint64 orderId)',
  'function bid(uint64 orderId, uint32 providerId, uint80 rate, uint16 auditorId, uint32 enclaveId)',
  'function withdrawBid(uint64 orderId, uint32 providerId)',
  'function declineWinner(uint64 orderId)',
  'event OrderPlaced(uint64 indexed orderId, address indexed tenant, uint32 indexed party, uint32 agent, uint48 epoch, uint40 bidUntil, uint40 openUntil, uint16 version, OrderTerms wants, bytes32 specDigest)',
])

/** What they sign at the market. */
export const marketCallAbi = parseAbi([
  'function accept(uint64 orderId, uint32 providerId, uint80 rate, uint32 paidSeconds)',
  'function acceptAssigned(uint64 orderId, uint32 paidSeconds)',
  'function topUp(uint64 leaseId, uint32 moreSeconds)',
  'function endLease(uint64 leaseId)',
  'function giveNotice(uint64 leaseId)',
  'function close(uint64 leaseId)',
  'function withdraw(uint64 leaseId)',
  'function release(uint64 leaseId)',
  'function dispute(uint64 leaseId, uint40 from, bytes32 evidence)',
  'function settleDispute(uint64 leaseId)',
  'function addStake(uint32 providerId, uint112 amount)',
  'function withdrawStake(uint32 providerId, uint112 amount)',
  'function claim()',
])

/** What arbiters and the sides of a case sign. */
export const arbitrationCallAbi = parseAbi([
  'function vote(uint64 caseId, bool forClaimant, bytes32 reason)',
  'function giveEvidence(uint64 caseId, bytes32 evidence)',
])

/** What tenants and providers sign about jobs. */
export const jobsCallAbi = parseAbi([
  'struct Plan { uint96 amount; uint40 deadline; }',
  'function offer(uint32 providerId, bytes32 specDigest, Plan[] plan) returns (uint64 jobId)',
  'function withdrawOffer(uint64 jobId)',
  'function acceptJob(uint64 jobId)',
  'function deliver(uint64 jobId, bytes32 digest)',
  'function acceptMilestone(uint64 jobId, uint8 index)',
  'function release(uint64 jobId, uint8 index)',
  'function reject(uint64 jobId, uint8 index, bytes32 evidence)',
  'function settle(uint64 jobId, uint8 index)',
  'function reclaim(uint64 jobId)',
  'function claim()',
  'event JobOffered(uint64 indexed jobId, address indexed tenant, uint32 indexed providerId, uint32 tenantParty, uint32 providerParty, uint16 version, bytes32 specDigest, Plan[] plan)',
])

/** How an operator takes what its node was rewarded. */
export const rewardsCallAbi = parseAbi(['function claim(uint32 providerId, uint48 epoch)'])

/** How a receipt that a tenant signed is recorded. */
export const receiptsCallAbi = parseAbi(['function submit(uint64 leaseId, uint64 gpuSeconds, bytes signature)'])
