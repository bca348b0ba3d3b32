import { type Address, type Hex, isAddressEqual, parseEventLogs } from 'viem'
import { custodyAbi, modelRegistryAbi, stewardGovernorAbi } from '~/chain/abi/generated'
import { addressOf } from '~/chain/addresses'
import { EVALUATION_KINDS } from '~/domain/gates'
import { listEvents } from './list-events'
import type { OpenChain } from './open-chain'

/** The registry's stages, in its order. */
const STAGES = ['none', 'registered', 'red-team', 'gated', 'open', 'revoked'] as const
type Stage = (typeof STAGES)[number]

/** A change of stage; `proposal` is null when no vote made it: a maintainer took the release back. */
export type Move = { stage: Stage; proposal: bigint | null; actor: Address; block: bigint; transaction: Hex }

/** An attestation as it is now; times in UNIX seconds, 0: none. `uri` is a stranger's text. */
export type Attestation = {
  uid: number
  kind: (typeof EVALUATION_KINDS)[number]
  verdict: 'pass' | 'fail'
  attester: Address
  party: number
  report: Hex
  time: number
  expirationTime: number
  revocationTime: number
  uri: string
}

/** Where votes and the council have brought a release, all of it at one block. Times in UNIX seconds. */
export type Standing = {
  block: bigint
  time: number
  stage: Stage
  stageSince: number
  moves: Move[]
  recall: { until: number; reason: string } | null
  revokedAncestors: number[]
  attestations: Attestation[]
  /** A grant of custody that is live now for the account asked about; null: none, or nobody was named. */
  grant: number | null
  uri: string
}

type Options = OpenChain & { id: number; account: Address | undefined }

/** Reads it at the newest block, since a recall or a revocation counts at once. */
export const readStanding = async ({ client, deployment, id, account }: Options): Promise<Standing> => {
  const { number: block, timestamp } = await client.getBlock()
  const registry = {
    address: addressOf(deployment, 'ModelRegistry'),
    abi: modelRegistryAbi,
    blockNumber: block,
  } as const
  const read = { client, deployment, id, block, time: Number(timestamp) }
  const [{ stage, stageSince }, recalledUntil, ancestors] = await Promise.all([
    client.readContract({ ...registry, functionName: 'release', args: [id] }),
    client.readContract({ ...registry, functionName: 'recalledUntil', args: [id] }),
    client.readContract({ ...registry, functionName: 'ancestorsOf', args: [id] }),
  ])
  const ancestorStages = await Promise.all(
    ancestors.map((one) => client.readContract({ ...registry, functionName: 'stageOf', args: [one] })),
  )
  return {
    block,
    time: read.time,
    stage: stageAt(stage),
    stageSince,
    moves: await listMoves(read),
    recall: recalledUntil > read.time ? { until: recalledUntil, reason: await findRecallReason(read) } : null,
    revokedAncestors: ancestors.filter((_, index) => stageAt(ancestorStages[index] ?? 0) === 'revoked'),
    attestations: await listAttestations(read),
    grant: account === undefined ? null : await findGrant(read, account),
    uri: await findUri(read),
  }
}

const stageAt = (index: number): Stage => STAGES[index] ?? 'none'

type Read = OpenChain & { id: number; block: bigint; time: number }

const listRegistryEvents = <name extends 'StageChanged' | 'ReleaseRecalled' | 'Attested' | 'ReleaseRegistered'>(
  { client, deployment, id, block }: Read,
  eventName: name,
) => {
  const { address, block: from } = deployment.contracts.ModelRegistry
  const args = { releaseId: id } as never
  return listEvents({ client, address, abi: modelRegistryAbi, eventName, args, from: BigInt(from), to: block })
}

const listMoves = async (read: Read): Promise<Move[]> => {
  const events = await listRegistryEvents(read, 'StageChanged')
  return Promise.all(
    events.map(async ({ args, blockNumber, transactionHash, logIndex }) => ({
      stage: stageAt(args.to),
      proposal: await findProposal(read, transactionHash, logIndex),
      actor: args.actor,
      block: blockNumber,
      transaction: transactionHash,
    })),
  )
}

/** The governor says that a proposal is executed right after the last of its calls, in the same transaction. */
const findProposal = async ({ client, deployment }: Read, hash: Hex, logIndex: number): Promise<bigint | null> => {
  const governor = addressOf(deployment, 'StewardGovernor')
  const { logs } = await client.getTransactionReceipt({ hash })
  const executed = parseEventLogs({ abi: stewardGovernorAbi, eventName: 'ProposalExecuted', logs })
  const next = executed.find((event) => isAddressEqual(event.address, governor) && event.logIndex > logIndex)
  return next?.args.proposalId ?? null
}

const findRecallReason = async (read: Read): Promise<string> =>
  (await listRegistryEvents(read, 'ReleaseRecalled')).at(-1)?.args.reason ?? ''

const findUri = async (read: Read): Promise<string> =>
  (await listRegistryEvents(read, 'ReleaseRegistered')).at(-1)?.args.input.uri ?? ''

const listAttestations = async (read: Read): Promise<Attestation[]> => {
  const { client, deployment, block } = read
  const registry = {
    address: addressOf(deployment, 'ModelRegistry'),
    abi: modelRegistryAbi,
    blockNumber: block,
  } as const
  const events = await listRegistryEvents(read, 'Attested')
  return Promise.all(
    events.map(async ({ args: { uid, uri } }) => {
      const stored = await client.readContract({ ...registry, functionName: 'attestation', args: [uid] })
      const { kind, verdict, attester, party, report, time, expirationTime, revocationTime } = stored
      const known = { attester, party, report, time, expirationTime, revocationTime }
      return { uid, ...known, kind: EVALUATION_KINDS[kind] ?? 'licence', verdict: verdict === 1 ? 'pass' : 'fail', uri }
    }),
  )
}

const findGrant = async ({ client, deployment, id, block }: Read, account: Address): Promise<number | null> => {
  const { address, block: from } = deployment.contracts.Custody
  const custody = { address, abi: custodyAbi, blockNumber: block } as const
  const filter = { client, address, abi: custodyAbi, eventName: 'Granted' as const, args: { grantee: account } }
  const events = await listEvents({ ...filter, from: BigInt(from), to: block })
  for (const { args } of events) {
    const { releaseId } = await client.readContract({ ...custody, functionName: 'sealInfo', args: [args.sealId] })
    if (releaseId !== id) continue
    if (await client.readContract({ ...custody, functionName: 'isLive', args: [args.grantId] })) return args.grantId
  }
  return null
}
