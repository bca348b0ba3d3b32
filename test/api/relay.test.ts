import { type Address, encodeFunctionData, getAddress, type Hex, parseEther, parseGwei, parseSignature } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { keepRelayJob } from '#db/queries/relay.server'
import { type ApiAnswer, startApi, type TestApi } from '#test/support/api'
import { holderAt, people, stewardAt } from '#test/support/chain'
import { runCli } from '#test/support/cli'
import { startDao, type TestDao } from '#test/support/dao'
import { createWallet, signBallot, signDelegation, signExtended, wallets } from '#test/support/relay'
import { startRpcProxy } from '#test/support/rpc-proxy'
import { createSharedAccount, type SharedAccount } from '#test/support/shared-account'
import { waitUntil } from '#test/support/wait-until'
import { stewardGovernorAbi, votingTokenAbi } from '~/chain/abi/generated'
import { addressOf } from '~/chain/addresses'

const key = generatePrivateKey()
const relay = privateKeyToAccount(key)

let dao: TestDao
let proxy: Awaited<ReturnType<typeof startRpcProxy>>
let api: TestApi
let willing: Address
let burner: Address
let sneaky: Address
let shared: SharedAccount
let open: bigint[]

const start = () =>
  startApi({
    ...dao.settings,
    ...{ RPC_URL: proxy.url, RELAY_KEY: key, RELAY_DAILY_PER_VOTER: '3', RELAY_MAX_GWEI: '50' },
  })

beforeAll(async () => {
  dao = await startDao({ args: ['--slots-in-an-epoch', '2'] })
  const { chain } = dao
  await chain.client.setBalance({ address: relay.address, value: parseEther('100') })
  willing = await createWallet(chain, wallets.willing)
  burner = await createWallet(chain, wallets.burner)
  sneaky = await createWallet(chain, wallets.sneaky)
  for (const [at, wallet] of [willing, burner, sneaky].entries()) await chain.delegate(holderAt(7 + at), wallet)
  const owners = [privateKeyToAccount(generatePrivateKey()), privateKeyToAccount(generatePrivateKey())] as const
  shared = await createSharedAccount(chain.client, owners, people.funder)
  await chain.transfer(holderAt(0), shared.address, parseEther('1000'))
  const delegate = encodeFunctionData({ abi: votingTokenAbi, functionName: 'delegate', args: [shared.address] })
  await shared.execute([{ to: addressOf(chain.deployment, 'VotingToken'), data: delegate }])
  open = []
  for (const name of ['one', 'two', 'three', 'four']) open.push(await chain.propose(holderAt(0), name))
  await chain.openVote()
  await chain.client.mine({ blocks: 40 })
  await dao.indexed()
  proxy = await startRpcProxy(chain.url)
  api = await start()
})

afterAll(async () => {
  await api?.stop()
  await proxy?.stop()
  await dao?.stop()
})

type Relayed = {
  id: string
  state: string
  includedBy: string | null
  transaction: Hex | null
  reason: string | null
  final: boolean
}

const relayed = ({ body }: ApiAnswer) => body.data as Relayed
const postTo = (to: TestApi, path: string, body: unknown, headers: Record<string, string> = {}) =>
  to.send(path, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'Content-Type': 'application/json', ...headers },
  })
const post = (path: string, body: unknown) => postTo(api, path, body)
const postVote = (body: unknown) => post('/relay/votes', body)
const codeOf = ({ status, body }: ApiAnswer) => ({ status, code: body.type?.split('/').at(-1) })
const refused = { status: 422, code: 'ballot_refused' }

const reach = async (id: string, state: string, path = '/relay/votes') => {
  let found: Relayed | undefined
  await waitUntil(`${id} is ${state}`, async () => {
    found = relayed(await api.get(`${path}/${id}`))
    return found.state === state
  })
  if (found === undefined) throw new Error('nothing was read')
  return found
}

const hasVoted = (proposal: bigint, voter: Address, house = 0) =>
  dao.chain.client.readContract({
    address: addressOf(dao.chain.deployment, 'StewardGovernor'),
    abi: stewardGovernorAbi,
    functionName: 'hasVotedIn',
    args: [proposal, voter, house],
  })
const countKept = async () => (await dao.database.sql`select from relay_jobs`).count
const countSent = () => dao.chain.client.getTransactionCount({ address: relay.address })
const proposalAt = (index: number): bigint => open[index] ?? 0n

/** Runs with blocks that come only when they are asked for. */
const withoutMining = async <T>(run: () => Promise<T>): Promise<T> => {
  await dao.chain.client.setAutomine(false)
  try {
    return await run()
  } finally {
    await dao.chain.client.setAutomine(true)
    await dao.chain.client.mine({ blocks: 1 })
  }
}

test('ballots of both houses are sent and counted, and the same again answers what became of it', async () => {
  const [id] = open
  const token = await postVote(await signBallot(dao.chain, holderAt(1), id ?? 0n))
  expect(token.status).toBe(201)
  expect(relayed(token)).toMatchObject({ state: 'waiting', includedBy: null, transaction: null })
  const seat = await postVote(await signExtended(dao.chain, stewardAt(0), id ?? 0n, 'seat'))
  const reason = await postVote(await signExtended(dao.chain, holderAt(2), id ?? 0n, 'token'))
  for (const one of [token, seat, reason]) {
    expect(await reach(relayed(one).id, 'included')).toMatchObject({ includedBy: 'relay', reason: null })
  }
  expect(await hasVoted(id ?? 0n, stewardAt(0).address, 1)).toBe(true)
  const again = await postVote(await signBallot(dao.chain, holderAt(1), id ?? 0n))
  expect({ status: again.status, id: relayed(again).id }).toEqual({ status: 200, id: relayed(token).id })
  await dao.indexed()
  const { body } = await api.get(`/proposals/${id}/receipts/${holderAt(2).address}`)
  expect(body.data).toMatchObject({ token: { support: 'against', reason: 'no, says the token house' }, seat: null })
  expect((await api.get('/relay/status')).body.data).toMatchObject({
    address: relay.address,
    state: 'ready',
    waiting: 0,
  })
})

test('what the contract would refuse is refused before anything is kept', async () => {
  const { chain } = dao
  const [id, voter] = [proposalAt(0), holderAt(3)]
  const before = await countSent()
  const kept = await countKept()
  const right = await signBallot(chain, voter, id)
  const forged = `The signature is not one of ${voter.address}`
  const wrong = {
    'of another chain': [await signBallot(chain, voter, id, { domain: { chainId: 1 } }), forged],
    'of another contract': [
      await signBallot(chain, voter, id, { domain: { verifyingContract: relay.address } }),
      forged,
    ],
    'of another proposal': [await signBallot(chain, voter, id, { signed: proposalAt(1) }), forged],
    'with a later nonce': [await signBallot(chain, voter, id, { nonce: 1n }), `The nonce of ${voter.address} is 0`],
    'with another choice': [{ ...right, support: 'against' }, forged],
    'of somebody else': [
      { ...right, voter: holderAt(4).address },
      `The signature is not one of ${holderAt(4).address}`,
    ],
    'cut short': [{ ...right, signature: right.signature?.slice(0, -2) }, forged],
    'of no weight': [await signBallot(chain, stewardAt(1), id), `${stewardAt(1).address} had no weight`],
    'cast already': [
      await signExtended(chain, holderAt(1), id, 'token'),
      `${holderAt(1).address} has cast its ballot in this house already`,
    ],
    'of a wallet that burns gas': [{ ...right, voter: burner }, `The signature is not one of ${getAddress(burner)}`],
  } as const
  for (const [name, [body, reason]] of Object.entries(wrong)) {
    const answer = await postVote(body)
    expect({ name, ...codeOf(answer), detail: answer.body.detail }).toEqual({
      name,
      ...refused,
      detail: expect.stringContaining(reason),
    })
  }
  const young = await chain.propose(holderAt(0), 'too young')
  await dao.indexed()
  const early = await postVote(await signBallot(chain, voter, young))
  expect(early.body.detail).toContain('not final yet')
  expect(codeOf(await postVote(await signBallot(chain, voter, 999n)))).toMatchObject({ code: 'proposal_unknown' })
  expect([await countSent(), await countKept()]).toEqual([before, kept])
})

test('what is no ballot is named, and never fails the server', async () => {
  const ballot = await signBallot(dao.chain, holderAt(3), proposalAt(0))
  const bad = [
    ...[
      null,
      [],
      {},
      { ...ballot, type: 'Vote' },
      { ...ballot, proposal: '01' },
      { ...ballot, nonce: '-1' },
      { ...ballot, nonce: 'x' },
    ],
    ...[
      { ...ballot, nonce: `1${'0'.repeat(77)}9` },
      { ...ballot, nonce: 0 },
      { ...ballot, signature: 'zz' },
    ],
    ...[
      { ...ballot, voter: ballot.voter.toUpperCase() },
      { ...ballot, extra: 1 },
      { ...ballot, signature: `0x${'00'.repeat(5000)}` },
    ],
    { ...ballot, type: 'ExtendedBallot', house: 'token', reason: 'é'.repeat(1_001) },
    { ...ballot, nonce: (2n ** 256n).toString() },
  ]
  for (const body of bad) expect({ body, ...codeOf(await postVote(body)) }).toMatchObject({ status: 400 })
  expect(codeOf(await postVote('x'.repeat(40_000)))).toMatchObject({ status: 413 })
  expect(codeOf(await api.get('/relay/votes/none'))).toMatchObject({ status: 400 })
  expect(codeOf(await api.get('/relay/votes/00000000-0000-4000-8000-000000000000'))).toMatchObject({
    code: 'ballot_unknown',
  })
})

test('one ballot posted twenty times at once is one transaction', async () => {
  const before = await countSent()
  const body = await signBallot(dao.chain, holderAt(3), proposalAt(0))
  const answers = await Promise.all(Array.from({ length: 20 }, () => postVote(body)))
  expect(new Set(answers.map((one) => relayed(one).id)).size).toBe(1)
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(1)
  const [first] = answers
  if (first) await reach(relayed(first).id, 'included')
  expect(await countSent()).toBe(before + 1)
})

test('delegations are sent for who holds tokens and changes its delegate; other spellings of an address count as one', async () => {
  const { chain } = dao
  const [delegator, to] = [holderAt(5), holderAt(6).address]
  const first = await post('/relay/delegations', await signDelegation(chain, delegator, to, 0n))
  expect(first.status).toBe(201)
  await reach(relayed(first).id, 'included', '/relay/delegations')
  const token = { address: addressOf(chain.deployment, 'VotingToken'), abi: votingTokenAbi } as const
  expect(await chain.client.readContract({ ...token, functionName: 'delegates', args: [delegator.address] })).toBe(to)
  expect(codeOf(await api.get(`/relay/votes/${relayed(first).id}`))).toMatchObject({ status: 404 })

  const same = await post('/relay/delegations', await signDelegation(chain, delegator, to, 1n))
  expect(same.body.detail).toContain('already')
  const forged = `The signature is not one of ${delegator.address}`
  const replayed = await post('/relay/delegations', { ...(await signDelegation(chain, delegator, to, 0n)), nonce: '1' })
  expect(replayed.body.detail).toContain(forged)
  const foreign = await signDelegation(chain, delegator, stewardAt(0).address, 1n, { chainId: 1 })
  expect((await post('/relay/delegations', foreign)).body.detail).toContain(forged)
  const poor = await post(
    '/relay/delegations',
    await signDelegation(chain, privateKeyToAccount(generatePrivateKey()), to, 0n),
  )
  expect(poor.body.detail).toContain('no tokens')

  const back = await signDelegation(chain, delegator, delegator.address, 1n)
  const lower = { ...back, delegator: delegator.address.toLowerCase() }
  await reach(relayed(await post('/relay/delegations', lower)).id, 'included', '/relay/delegations')
  expect((await postVote(await signBallot(chain, delegator, proposalAt(0)))).status).toBe(201)
  const third = await signDelegation(chain, delegator, to, 2n)
  for (const spelled of [third, { ...third, delegator: delegator.address.toLowerCase() }]) {
    expect(codeOf(await post('/relay/delegations', spelled))).toEqual({ status: 429, code: 'relay_quota' })
  }
})

test('a delegation whose signature is of another account succeeds on chain, and is never taken for done', async () => {
  const { chain, database } = dao
  const [delegator, to] = [holderAt(6), holderAt(0).address]
  const { signature = '0x', ...given } = await signDelegation(chain, delegator, to, 0n, { chainId: 1 })
  const { r, s, yParity } = parseSignature(signature)
  const contract = addressOf(chain.deployment, 'VotingToken')
  const calldata = encodeFunctionData({
    abi: votingTokenAbi,
    functionName: 'delegateBySig',
    args: [to, 0n, BigInt(given.expiry), 27 + yParity, r, s],
  })
  const job = { kind: 'delegation', slot: 'forged', signer: delegator.address, nonce: 0n, contract, calldata } as const
  const rest = { proposal_id: null, house: null, due: 0 }
  const kept = await database.sql.begin((sql) => keepRelayJob(sql, { ...job, ...rest }, { perSigner: 100, all: 100 }))
  if (!('job' in kept)) throw new Error('it was not kept')
  const more = { ...job, ...rest, slot: 'one more' }
  const over = await database.sql.begin((sql) => keepRelayJob(sql, more, { perSigner: 100, all: 1 }))
  expect(over).toEqual({ exceeded: 'all' })
  const found = await reach(kept.job.id, 'refused', '/relay/delegations')
  expect(found.reason).toContain(`The signature is not one of ${delegator.address}`)
  const { status } = await chain.client.getTransactionReceipt({ hash: found.transaction ?? '0x' })
  expect(status).toBe('success')
})

test('one Idempotency-Key is one ballot, answered again as it was, with one entry in the audit log', async () => {
  const body = await signExtended(dao.chain, stewardAt(3), proposalAt(0), 'seat')
  const send = () => postTo(api, '/relay/votes', body, { 'Idempotency-Key': 'a-ballot' })
  const first = await send()
  await reach(relayed(first).id, 'included')
  const again = await send()
  expect(again.headers.get('Idempotent-Replayed')).toBe('true')
  expect({ status: again.status, text: again.text }).toEqual({ status: 201, text: first.text })
  expect((await postVote(body)).status).toBe(200)
  const { body: log } = await api.get('/audit-log')
  const entries = (log.data as { act: string; subject: string }[]).filter(
    ({ subject }) => subject === relayed(first).id,
  )
  expect(entries).toMatchObject([{ act: 'relay.vote', facts: { signer: stewardAt(3).address, house: 1 } }])
})

test('a wallet that accepts when it is asked and burns when it is paid costs one bounded transaction and is refused', async () => {
  const before = await dao.chain.client.getBalance({ address: relay.address })
  const ballot = { ...(await signBallot(dao.chain, holderAt(1), proposalAt(1))), voter: sneaky, signature: '0x' }
  const { id } = relayed(await postVote(ballot))
  expect((await reach(id, 'refused')).reason).toContain('failed on chain')
  const spent = before - (await dao.chain.client.getBalance({ address: relay.address }))
  expect(spent).toBeLessThan(600_000n * parseGwei('50'))
  const honest = await postVote({ ...ballot, voter: willing })
  expect(await reach(relayed(honest).id, 'included')).toMatchObject({ includedBy: 'relay' })
})

test('killed after a ballot was kept and signed, and before any node saw it, it goes on', async () => {
  const before = await countSent()
  let lost = 0
  proxy.hooks.answer = async (call, forward) => {
    if (call.method !== 'eth_sendRawTransaction') return forward(call)
    lost++
    return { error: { code: -32_000, message: 'not today' } }
  }
  const { id } = relayed(await postVote(await signBallot(dao.chain, holderAt(1), proposalAt(1))))
  await waitUntil('it was signed', async () => lost > 0)
  await api.kill()
  expect(await countSent()).toBe(before)
  proxy.hooks.answer = (call, forward) => forward(call)
  await dao.chain.client.mine({ blocks: 1 })
  api = await start()
  expect(await reach(id, 'included')).toMatchObject({ includedBy: 'relay' })
  expect(await countSent()).toBe(before + 1)
})

test('killed before it was signed, and between sending and inclusion, it is sent once', async () => {
  const before = await countSent()
  proxy.hooks.answer = (call, forward) =>
    call.method === 'eth_estimateGas'
      ? Promise.resolve({ error: { code: -32_000, message: 'not today' } })
      : forward(call)
  const { id } = relayed(await postVote(await signBallot(dao.chain, holderAt(2), proposalAt(1))))
  await api.kill()
  proxy.hooks.answer = (call, forward) => forward(call)
  await withoutMining(async () => {
    api = await start()
    await reach(id, 'sent')
    await api.kill()
    api = await start()
    await reach(id, 'sent')
  })
  await reach(id, 'included')
  expect(await countSent()).toBe(before + 1)
})

test('two servers with the same key send each ballot once', async () => {
  const before = await countSent()
  const second = await start()
  const bodies = await Promise.all([0, 3, 4, 6].map((at) => signBallot(dao.chain, holderAt(at), proposalAt(2))))
  const sent = await Promise.all(
    bodies.flatMap((body) => [api, second].map((one) => postTo(one, '/relay/votes', body))),
  )
  for (const one of sent) expect(await reach(relayed(one).id, 'included')).toMatchObject({ includedBy: 'relay' })
  expect(await countSent()).toBe(before + 4)
  await second.stop()
})

test('while gas costs more than the relay pays ballots wait, and somebody faster loses nothing', async () => {
  const { client } = dao.chain
  const [late, faster] = [holderAt(1), holderAt(2)]
  await client.setNextBlockBaseFeePerGas({ baseFeePerGas: parseGwei('500') })
  await client.mine({ blocks: 1 })
  const { id } = relayed(await postVote(await signBallot(dao.chain, late, proposalAt(2))))
  const { id: overtaken } = relayed(await postVote(await signBallot(dao.chain, faster, proposalAt(2))))
  await waitUntil('the relay says why', async () => {
    const { data } = (await api.get('/relay/status')).body
    const { state, waiting } = data as { state: string; waiting: number }
    return state === 'expensive' && waiting === 2
  })
  await dao.chain.vote(faster, proposalAt(2), 0)
  expect(await reach(overtaken, 'included')).toMatchObject({ includedBy: 'another' })
  await dao.indexed()
  expect((await reach(overtaken, 'included')).transaction).toMatch(/^0x/)
  await client.setNextBlockBaseFeePerGas({ baseFeePerGas: parseGwei('1') })
  await client.mine({ blocks: 1 })
  expect(await reach(id, 'included')).toMatchObject({ includedBy: 'relay' })
})

test('a transaction that nobody includes is replaced under its own nonce, at a higher price', async () => {
  const { client } = dao.chain
  const before = await countSent()
  const signed = () => dao.database.sql<{ nonce: bigint; max_fee: bigint }[]>`
    select nonce, max_fee from relay_transactions where nonce = ${before} order by max_fee`
  await withoutMining(async () => {
    const { id } = relayed(await postVote(await signBallot(dao.chain, holderAt(0), proposalAt(3))))
    await reach(id, 'sent')
    for (let block = 0; block < 4; block++) {
      await client.setNextBlockBaseFeePerGas({ baseFeePerGas: parseGwei('20') })
      await client.mine({ blocks: 1 })
    }
    await waitUntil('it is replaced', async () => (await signed()).length > 1)
    const [first, last] = await signed()
    expect(last?.max_fee).toBeGreaterThan(parseGwei('20'))
    expect(first?.max_fee).toBeLessThan(parseGwei('20'))
  })
  await waitUntil('it is in', () => hasVoted(proposalAt(3), holderAt(0).address))
  expect(await countSent()).toBe(before + 1)
})

test('what the contract takes no more gives way to a transaction of nothing, which uses up its nonce', async () => {
  const { client, deployment } = dao.chain
  const before = await countSent()
  const voter = stewardAt(4)
  await client.setNextBlockBaseFeePerGas({ baseFeePerGas: parseGwei('1') })
  await client.mine({ blocks: 1 })
  const { id } = await withoutMining(async () => {
    const job = relayed(await postVote(await signExtended(dao.chain, voter, proposalAt(3), 'seat')))
    await reach(job.id, 'sent')
    await client.writeContract({
      ...{ account: voter, chain: null, address: addressOf(deployment, 'StewardGovernor'), abi: stewardGovernorAbi },
      ...{ functionName: 'castVoteWithReasonAndParams', args: [proposalAt(3), 1, '', '0x01'], gas: 300_000n },
      ...{ maxFeePerGas: parseGwei('90'), maxPriorityFeePerGas: parseGwei('1') },
    })
    for (let block = 0; block < 4; block++) {
      await client.setNextBlockBaseFeePerGas({ baseFeePerGas: parseGwei('20') })
      await client.mine({ blocks: 1 })
    }
    const cancelled = () => dao.database.sql`select from relay_transactions where job = ${job.id} and cancels`
    await waitUntil('it gives way', async () => (await cancelled()).count > 0)
    return job
  })
  await waitUntil('the nonce is used up', async () => (await countSent()) === before + 1)
  expect(await reach(id, 'included')).toMatchObject({ includedBy: 'another' })
})

test('a voter who overtakes its own ballot in the same block has voted, and the relay says so', async () => {
  const voter = holderAt(6)
  const ids = await withoutMining(async () => {
    const { id } = relayed(await postVote(await signBallot(dao.chain, voter, proposalAt(3))))
    await reach(id, 'sent')
    const args = [proposalAt(3), 0] as const
    await dao.chain.client.writeContract({
      ...{ account: voter, chain: null, address: addressOf(dao.chain.deployment, 'StewardGovernor') },
      ...{ abi: stewardGovernorAbi, functionName: 'castVote', args, gas: 300_000n },
      ...{ maxFeePerGas: parseGwei('90'), maxPriorityFeePerGas: parseGwei('40') },
    })
    return id
  })
  expect(await reach(ids, 'included')).toMatchObject({ includedBy: 'another' })
})

test('a block that is dropped takes the ballot with it, and it is sent again', async () => {
  const { client } = dao.chain
  const snapshot = await client.snapshot()
  const voter = holderAt(3)
  const { id } = relayed(await postVote(await signBallot(dao.chain, voter, proposalAt(3))))
  await reach(id, 'included')
  await client.revert({ id: snapshot })
  expect(await hasVoted(proposalAt(3), voter.address)).toBe(false)
  await client.mine({ blocks: 2 })
  await waitUntil('it is there again', () => hasVoted(proposalAt(3), voter.address))
  expect(await reach(id, 'included')).toMatchObject({ includedBy: 'relay' })
  await client.mine({ blocks: 20 })
  await waitUntil('it is final', async () => relayed(await api.get(`/relay/votes/${id}`)).final)
})

test('an empty relay takes nothing new and says so, and what it has kept waits', async () => {
  const { client } = dao.chain
  await client.setNextBlockBaseFeePerGas({ baseFeePerGas: parseGwei('500') })
  await client.mine({ blocks: 1 })
  const { id } = relayed(await postVote(await signBallot(dao.chain, holderAt(4), proposalAt(3))))
  await client.setBalance({ address: relay.address, value: 1n })
  await client.setNextBlockBaseFeePerGas({ baseFeePerGas: parseGwei('1') })
  await client.mine({ blocks: 1 })
  const none = await postVote(await signBallot(dao.chain, holderAt(5), proposalAt(3)))
  expect(codeOf(none)).toEqual({ status: 503, code: 'relay_empty' })
  expect((await api.get('/relay/status')).body.data).toMatchObject({ state: 'empty', waiting: 1 })
  await client.setBalance({ address: relay.address, value: parseEther('1') })
  await client.mine({ blocks: 1 })
  await reach(id, 'included')
})

test('a ballot of an account of two signers is refused until both have signed, and taken until the vote ends', async () => {
  const { client, deployment } = dao.chain
  const governor = { address: addressOf(deployment, 'StewardGovernor'), abi: stewardGovernorAbi } as const
  const ballot = await signBallot(dao.chain, shared.signer, proposalAt(3))
  const half = await postVote({ ...ballot, signature: ballot.signature?.slice(0, 132) })
  expect(codeOf(half)).toEqual(refused)
  // Nothing in what was signed ends before the vote does.
  const deadline = await client.readContract({ ...governor, functionName: 'proposalDeadline', args: [proposalAt(3)] })
  const before = (await client.getBlock()).timestamp
  await client.setNextBlockTimestamp({ timestamp: deadline - 30n })
  await client.mine({ blocks: 1 })
  expect(Number(deadline - before)).toBeGreaterThan(86_400)
  await dao.indexed()
  const { id } = relayed(await postVote(ballot))
  expect(await reach(id, 'included')).toMatchObject({ includedBy: 'relay' })
  expect(await hasVoted(proposalAt(3), shared.address)).toBe(true)
})

test('without a key there is no relay, and a key with a typing error is never repeated', async () => {
  await api.stop()
  api = await startApi({ ...dao.settings, RELAY_KEY: '' })
  const none = { status: 503, code: 'relay_absent' }
  expect(codeOf(await postVote(await signBallot(dao.chain, holderAt(6), proposalAt(3))))).toEqual(none)
  expect(codeOf(await api.get('/relay/status'))).toEqual(none)
  for (const wrong of [`${key.slice(0, -1)}g`, `0x${'ff'.repeat(32)}`]) {
    const { code, stdout, stderr } = await runCli(['serve'], { env: { ...dao.settings, RELAY_KEY: wrong } })
    expect(code).toBe(3)
    expect(stderr).toContain('RELAY_KEY must hold a private key')
    expect(`${stdout}${stderr}`).not.toContain(wrong.slice(2, 20))
  }
})
