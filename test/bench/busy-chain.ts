import { type Address, encodeFunctionData, type Hex, numberToHex, pad, parseEther } from 'viem'
import { mnemonicToAccount } from 'viem/accounts'
import { startAnvil } from '#test/support/anvil'
import { modelRegistryAbi, stewardGovernorAbi, votingTokenAbi } from '~/chain/abi/generated'
import { addressOf } from '~/chain/addresses'
import { deployDemoMoney } from '~/chain/demo-money'
import { deploy } from '~/chain/deploy'
import { getProfile } from '~/chain/profile'

const ballotsPerBlock = 250
const gas = numberToHex(400_000)
const mnemonic = 'test test test test test test test test test test test junk'
const accountAt = (addressIndex: number) => mnemonicToAccount(mnemonic, { addressIndex })
const voterAt = (index: number): Address => pad(numberToHex(0xb000000 + index), { size: 20 })

type Request = { from: Address; to: Address; data: Hex }

/** A chain with open proposals and voters whose ballots anvil takes without a signature: a benchmark, not a proof. */
export const startBusyChain = async ({ voters, proposals }: { voters: number; proposals: number }) => {
  const free = [
    '--auto-impersonate',
    '--no-request-size-limit',
    '--gas-limit',
    '30000000000',
    '--max-persisted-states',
    '1',
  ]
  const anvil = await startAnvil({ args: free })
  const { client, url } = anvil
  const profile = getProfile('demo')
  const stewards = Array.from({ length: 8 }, (_, index) => accountAt(10 + index).address)
  const genesis = {
    tokens: Array.from({ length: voters }, (_, index) => ({
      account: voterAt(index),
      amount: profile.token.supply / BigInt(voters),
    })),
    parties: stewards.map((controller) => ({ controller, kind: 1 })),
    seats: stewards.map((steward, index) => ({ steward, party: index + 1, constituency: index % 4 })),
    council: accountAt(20).address,
    money: await deployDemoMoney({ client, account: accountAt(22), holder: accountAt(22).address }),
  }
  const deployment = await deploy({ client, account: accountAt(21), profile, genesis })
  const governor = addressOf(deployment, 'StewardGovernor')
  const token = addressOf(deployment, 'VotingToken')
  const nonces = new Map<Address, number>()
  let ids = 0

  const post = async (calls: { method: string; params: unknown[] }[]) => {
    const body = JSON.stringify(calls.map((call) => ({ jsonrpc: '2.0', id: ids++, ...call })))
    const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
    const answers = (await response.json()) as { error?: { message: string } }[]
    const failed = answers.find(({ error }) => error)
    if (failed) throw new Error(failed.error?.message)
  }
  const send = (requests: readonly Request[]) =>
    post(
      requests.map((request) => {
        const nonce = nonces.get(request.from) ?? 0
        nonces.set(request.from, nonce + 1)
        return { method: 'eth_sendTransaction', params: [{ ...request, gas, nonce: numberToHex(nonce) }] }
      }),
    )
  const sendMined = async (requests: readonly Request[]) => {
    for (let at = 0; at < requests.length; at += ballotsPerBlock) {
      await send(requests.slice(at, at + ballotsPerBlock))
      await client.mine({ blocks: 1 })
    }
  }
  const pass = async (seconds: number) => {
    await client.increaseTime({ seconds })
    await client.mine({ blocks: 1 })
  }

  await client.setAutomine(false)
  const all = Array.from({ length: voters }, (_, index) => voterAt(index))
  await post(all.map((voter) => ({ method: 'anvil_setBalance', params: [voter, numberToHex(parseEther('1000000'))] })))
  const delegate = (from: Address) => ({
    from,
    to: token,
    data: encodeFunctionData({ abi: votingTokenAbi, functionName: 'delegate', args: [from] }),
  })
  await sendMined(all.map(delegate))
  await pass(2)
  const revoke = encodeFunctionData({ abi: modelRegistryAbi, functionName: 'revoke', args: [1] })
  const propose = (index: number) => ({
    from: voterAt(index % voters),
    to: governor,
    data: encodeFunctionData({
      abi: stewardGovernorAbi,
      functionName: 'propose',
      args: [[addressOf(deployment, 'ModelRegistry')], [0n], [revoke], `Proposal ${index}`],
    }),
  })
  await sendMined(Array.from({ length: proposals }, (_, index) => propose(index)))
  await pass(profile.governor.votingDelaySeconds + 1)

  let cast = 0
  const nextBallot = (): Request => {
    const index = cast++
    const id = BigInt(Math.floor(index / voters) + 1)
    const args = [id, index % 3, index % 10 === 0 ? `A reason that somebody gave for ballot ${index}` : ''] as const
    const data = encodeFunctionData({ abi: stewardGovernorAbi, functionName: 'castVoteWithReason', args })
    return { from: voterAt(index % voters), to: governor, data }
  }
  const sendBallots = (count: number) => send(Array.from({ length: count }, nextBallot))
  const castBallots = async (count: number, onProgress: (done: number) => void) => {
    for (let done = 0; done < count; done += ballotsPerBlock) {
      await sendBallots(Math.min(ballotsPerBlock, count - done))
      await client.mine({ blocks: 1 })
      if (done % 10_000 === 0 && done > 0) onProgress(done)
    }
  }
  const countEvents = async () => {
    const head = await client.getBlockNumber()
    let events = 0
    const address = Object.values(deployment.contracts).map((contract) => contract.address)
    for (let fromBlock = 0n; fromBlock <= head; fromBlock += 20n) {
      events += (await client.getLogs({ address, fromBlock, toBlock: fromBlock + 19n })).length
    }
    return events
  }
  return { ...anvil, deployment, sendBallots, castBallots, countEvents }
}
