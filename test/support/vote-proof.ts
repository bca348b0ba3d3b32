import { type Address, concatHex, encodeAbiParameters, type Hex, numberToHex, pad, size, toEventSelector } from 'viem'
import { stewardGovernorAbi } from '~/chain/abi/generated'
import { addressOf } from '~/chain/addresses'
import { openBlock } from '~/chain/proof/prove-block.server'
import type { Inclusion, VoteProof } from '~/chain/proof/vote-proof'
import { holderAt, stewardAt, type TestChain } from './chain'

const voteCast = 'VoteCast(address,uint256,uint8,uint256,string)'

/** Init code that emits the governor's own event, word for word, as some other contract. */
export const buildLookAlike = (voter: Address, proposal: bigint): Hex => {
  const data = encodeAbiParameters(
    [{ type: 'uint256' }, { type: 'uint8' }, { type: 'uint256' }, { type: 'string' }],
    [proposal, 1, 10n ** 30n, 'all of it'],
  )
  const word = (value: number) => concatHex(['0x61', numberToHex(value, { size: 2 })])
  const push32 = (value: Hex) => concatHex(['0x7f', pad(value)])
  const build = (offset: number) =>
    concatHex([
      // codecopy(0, offset, length)
      ...[word(size(data)), word(offset), word(0), '0x39' as const],
      // log2(0, length, signature, voter)
      ...[push32(voter), push32(toEventSelector(voteCast)), word(size(data)), word(0), '0xa2' as const],
      '0x00',
    ])
  return concatHex([build(size(build(0))), data])
}

type Place = { block: Hex; transaction: Hex; logIndex: number }

/** The proof of one log of a block. */
export const proveLog = async (chain: TestChain, { block, ...place }: Place): Promise<Inclusion> =>
  (await openBlock(chain.client as Parameters<typeof openBlock>[0], block))(place)

/** Opens a vote on a new proposal, and proves the ballots of a holder and a steward that were cast on it. */
export const castAndProve = async (
  chain: TestChain,
): Promise<{ proof: VoteProof; seatProof: VoteProof; proposal: bigint }> => {
  const [holder, steward] = [holderAt(1), stewardAt(0)]
  const proposal = await chain.propose(holderAt(0), 'Revoke it')
  await chain.openVote()
  const token = await chain.vote(holder, proposal, 1, 'because')
  const seat = await chain.voteSeat(steward, proposal, 0)
  const governor = addressOf(chain.deployment, 'StewardGovernor')
  const [tokenLog] = await chain.client.getContractEvents({
    ...{ address: governor, abi: stewardGovernorAbi, eventName: 'VoteCast', fromBlock: token.blockNumber },
  })
  const [seatLog] = await chain.client.getContractEvents({
    ...{ address: governor, abi: stewardGovernorAbi, eventName: 'VoteCastWithParams', fromBlock: seat.blockNumber },
  })
  if (!tokenLog || !seatLog) throw new Error('a ballot has no event')
  const prove = ({ blockHash, transactionHash, logIndex }: typeof tokenLog | typeof seatLog) =>
    proveLog(chain, { block: blockHash, transaction: transactionHash, logIndex })
  const about = { chainId: chain.deployment.chainId, governor, proposal: String(proposal) }
  return {
    proof: { ...about, voter: holder.address, token: await prove(tokenLog), seat: null },
    seatProof: { ...about, voter: steward.address, token: null, seat: await prove(seatLog) },
    proposal,
  }
}
