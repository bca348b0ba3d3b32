import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Address, concatHex, type Hex, type LocalAccount, serializeErc6492Signature, zeroHash } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startApi, type TestApi } from '#test/support/api'
import { holderAt, people, stewardAt } from '#test/support/chain'
import { runCli } from '#test/support/cli'
import { deployOf, FACTORY, orderOf, walletAt } from '#test/support/counterfactual'
import { startDao, type TestDao } from '#test/support/dao'
import { buildTerms, createPollSigner, salt, sendJson } from '#test/support/polls'
import { stewardSeatsAbi, votingTokenAbi } from '~/chain/abi/generated'
import { addressOf } from '~/chain/addresses'
import { buildOpenBallot, buildPollStatement, type PollTerms } from '~/domain/poll'

const agrees = deployOf('0x631626ba7e60e01b60005260206000f3')
const disagrees = deployOf('0x63ffffffff60e01b60005260206000f3')
const burnsGas = deployOf('0x5b600056')
// A wallet of one key: asks the precompile 1 who signed the hash, and says yes where that is the owner.
const ownedBy = (owner: Address) =>
  deployOf(
    concatHex([
      '0x60043560005260a43560f81c60205260643560405260843560605260206080608060006001',
      '0x5afa5060805173',
      owner,
      '0x14631626ba7e60e01b0260005260206000f3',
    ]),
  )
const owned = ownedBy(people.deployer.address)

let dao: TestDao
let api: TestApi
let signer: ReturnType<typeof createPollSigner>
let borrowed: { block: bigint; timestamp: bigint }

const deployWallet = (code: Hex) =>
  dao.chain.client.sendTransaction({
    account: holderAt(0),
    chain: null,
    to: FACTORY,
    data: orderOf(code),
  })

beforeAll(async () => {
  dao = await startDao()
  const { chain } = dao
  signer = createPollSigner(chain)
  for (const code of [agrees, disagrees, burnsGas, owned]) await deployWallet(code)
  await chain.delegate(holderAt(5), walletAt(agrees))
  await chain.delegate(holderAt(6), walletAt(disagrees))
  await chain.delegate(holderAt(7), walletAt(burnsGas))
  await chain.delegate(holderAt(8), walletAt(owned))
  await chain.delegate(holderAt(4), walletAt(notYet))
  // The funder borrows the power of a holder for one block.
  const amount = chain.profile.token.supply / 10n
  await chain.delegate(people.funder, people.funder.address)
  await chain.transfer(holderAt(9), people.funder.address, amount)
  await chain.client.mine({ blocks: 2, interval: 2 })
  const { number, timestamp } = await chain.client.getBlock({ blockTag: 'latest' })
  borrowed = { block: number, timestamp }
  await chain.transfer(people.funder, holderAt(9).address, amount)
  await chain.client.mine({ blocks: 20, interval: 2 })
  await dao.indexed()
  api = await startApi(dao.settings)
})

afterAll(async () => {
  await api?.stop()
  await dao?.stop()
})

// The same wallet as `agrees` with a stop behind it, so that nobody has deployed it.
const notYet = deployOf('0x631626ba7e60e01b60005260206000f300')

const make = async (account: LocalAccount, changes: Partial<PollTerms> = {}) => {
  const terms = await buildTerms(dao.chain, { author: account.address, ...changes })
  const { id, body } = await signer.poll(account, terms)
  const sent = await sendJson(api, '/polls', body)
  expect({ status: sent.status, detail: sent.detail }).toEqual({ status: 201, detail: undefined })
  return { id, terms, body }
}

const cast = async (poll: Hex, account: LocalAccount, choice: number, issuedAt = Date.now()) =>
  sendJson(api, `/polls/${poll}/ballots`, await signer.open(account, { poll, choice, issuedAt }))

const passTo = async (time: number) => {
  const { client } = dao.chain
  await client.setNextBlockTimestamp({ timestamp: BigInt(time) })
  await client.mine({ blocks: 1 })
  await dao.indexed()
}

type Poll = {
  state: string
  result: {
    binding: boolean
    final: boolean
    ballots: number
    sealed: number
    outcome: string | null
    choice: number | null
    houses: { house: string; weights: { value: string }[]; quorumMet: boolean; turnout: { value: string } }[]
  }
}
type Ballot = {
  voter: { address: Address }
  counts: boolean
  replaced: boolean
  choice: number | null
  weights: { house: string; weight: { value: string } }[]
  signed: { message: { issuedAt: number; commitment?: Hex }; by: string }
}

const readPoll = async (id: Hex) => (await api.get(`/polls/${id}`)).body.data as Poll
const readBallots = async (id: Hex, query = '') => (await api.get(`/polls/${id}/ballots${query}`)).body.data as Ballot[]

test('R7 a temperature check goes from its question to a result that binds nobody', async () => {
  const { id, body, terms } = await make(stewardAt(0), { quorumBps: 2_000 })
  expect((await sendJson(api, '/polls', body)).status).toBe(200)
  expect((await cast(id, holderAt(0), 0)).status).toBe(201)
  expect((await cast(id, holderAt(1), 1)).status).toBe(201)
  expect((await cast(id, holderAt(1), 0)).status).toBe(201)
  expect((await cast(id, stewardAt(1), 0)).status).toBe(201)
  const open = await readPoll(id)
  expect(open).toMatchObject({ state: 'active', result: { final: false, outcome: null, ballots: 3, sealed: 0 } })
  expect((await cast(id, stewardAt(2), 0)).status).toBe(201)
  await passTo(terms.end)
  const late = await cast(id, holderAt(2), 1)
  expect({ status: late.status, code: late.code }).toEqual({ status: 409, code: 'poll_not_open' })
  const { state, result } = await readPoll(id)
  expect({ state, ...result }).toMatchObject({
    state: 'closed',
    binding: false,
    final: true,
    ballots: 4,
    outcome: 'choice',
    choice: 0,
  })
  expect(result.houses.map(({ house, quorumMet, turnout }) => [house, quorumMet, turnout.value])).toEqual([
    ['token', true, String(dao.chain.profile.token.supply / 5n)],
    ['seat', true, '2'],
  ])
  const listed = (await api.get('/polls?state=closed')).body.data as { id: Hex }[]
  expect(listed.map((poll) => poll.id)).toContain(id)
})

test('weighs every account as the chain does at the snapshot', async () => {
  const { id, terms } = await make(stewardAt(1))
  const { client, deployment } = dao.chain
  // Power that moves after the snapshot counts where it was.
  await dao.chain.delegate(holderAt(2), holderAt(3).address)
  const voters = [holderAt(0), holderAt(2), holderAt(3), stewardAt(3)]
  for (const voter of voters) expect((await cast(id, voter, 1)).status).toBe(201)
  await dao.chain.delegate(holderAt(2), holderAt(2).address)
  const ballots = await readBallots(id)
  expect(ballots).toHaveLength(voters.length)
  for (const { voter, weights } of ballots) {
    const args = [voter.address, terms.snapshot] as const
    const token = await client.readContract({
      address: addressOf(deployment, 'VotingToken'),
      abi: votingTokenAbi,
      functionName: 'getPastVotes',
      args: [args[0], BigInt(args[1])],
    })
    const seat = await client.readContract({
      address: addressOf(deployment, 'StewardSeats'),
      abi: stewardSeatsAbi,
      functionName: 'getPastVotes',
      args: [args[0], BigInt(args[1])],
    })
    expect(weights.map(({ weight }) => weight.value)).toEqual([String(token), String(seat)])
  }
  const nobody = await cast(id, people.deployer, 0)
  expect({ status: nobody.status, code: nobody.code }).toEqual({ status: 403, code: 'no_power' })
})

test('B3 a private poll shows who committed and nothing more until its end, then only what is revealed', async () => {
  const { id, terms } = await make(stewardAt(2), { mode: 'private', houses: 'token' })
  const send = async (account: LocalAccount, commitment: Hex, issuedAt = Date.now()) =>
    sendJson(api, `/polls/${id}/ballots`, await signer.sealed(account, { poll: id, commitment, issuedAt }))
  const reveal = (account: LocalAccount, choice: number, given: Hex = salt) =>
    sendJson(api, `/polls/${id}/reveals`, { voter: account.address, choice, salt: given })
  const commitment = signer.commit(holderAt(0), { poll: id, choice: 2 })
  expect((await send(holderAt(0), commitment)).status).toBe(201)
  // Another voter copies it: it says nothing for that voter, now or ever.
  expect((await send(holderAt(1), commitment)).status).toBe(201)
  expect((await send(holderAt(2), signer.commit(holderAt(2), { poll: id, choice: 0 }))).status).toBe(201)
  expect((await cast(id, holderAt(3), 0)).code).toBe('invalid_ballot')
  expect((await reveal(holderAt(0), 2)).code).toBe('poll_not_open')
  const before = await readPoll(id)
  expect(before.result).toMatchObject({ ballots: 3, sealed: 3, outcome: null })
  expect(before.result.houses[0]?.weights.map(({ value }) => value)).toEqual(['0', '0', '0'])
  const text = (await api.get(`/polls/${id}/ballots`)).text
  expect(text).toContain(commitment)
  expect(text).not.toContain(salt)
  const [columns] = await dao.database.sql`select count(*)::int as there from poll_ballots where salt is not null`
  expect(columns?.['there']).toBe(0)

  await passTo(terms.end)
  expect((await send(holderAt(3), signer.commit(holderAt(3), { poll: id, choice: 0 }))).code).toBe('poll_not_open')
  const wrong: [LocalAccount, number, Hex][] = [
    [holderAt(0), 1, salt],
    [holderAt(0), 2, zeroHash],
    [holderAt(1), 2, salt],
    [holderAt(4), 2, salt],
  ]
  for (const [account, choice, given] of wrong) {
    const answer = await reveal(account, choice, given)
    expect({ status: answer.status, code: answer.code }).toEqual({ status: 422, code: 'wrong_reveal' })
  }
  expect((await reveal(holderAt(0), 9)).code).toBe('invalid_ballot')
  expect((await reveal(holderAt(0), 2)).status).toBe(201)
  expect((await reveal(holderAt(0), 2)).status).toBe(200)
  expect((await readPoll(id)).state).toBe('revealing')
  await passTo(terms.revealEnd)
  expect((await reveal(holderAt(2), 0)).code).toBe('poll_not_open')
  const { result } = await readPoll(id)
  const tenth = String(dao.chain.profile.token.supply / 10n)
  expect(result.houses[0]?.weights.map(({ value }) => value)).toEqual(['0', '0', tenth])
  // One tenth of the supply is below the 15 % that the poll states.
  expect(result).toMatchObject({ ballots: 3, sealed: 2, outcome: 'quorum-missed', choice: null })
  expect((await readBallots(id)).filter(({ counts }) => counts).map(({ voter }) => voter.address)).toEqual([
    holderAt(0).address,
  ])
  const chain = ['--rpc', dao.settings.RPC_URL, '--deployment', dao.settings.DEPLOYMENT]
  const counted = await runCli(['poll', 'verify', id, '--url', api.origin, ...chain])
  expect({ code: counted.code, stderr: counted.stderr }).toEqual({ code: 0, stderr: '' })
  expect(counted.stdout).toContain('ballots   3, of which 1 count')
})

test('refuses a poll of an account that only borrowed its power, or has too little', async () => {
  const author = people.funder
  const snapshot = { snapshotBlock: Number(borrowed.block), snapshot: Number(borrowed.timestamp) }
  const terms = await buildTerms(dao.chain, { author: author.address, ...snapshot })
  const { body } = await signer.poll(author, terms)
  const answer = await sendJson(api, '/polls', body)
  expect({ status: answer.status, code: answer.code }).toEqual({ status: 403, code: 'no_power' })
})

test('refuses a poll whose snapshot is not final, not that of its block, or whose times make no sense', async () => {
  const head = await dao.chain.client.getBlock({ blockTag: 'latest' })
  const now = Number(head.timestamp)
  const refused: [string, Partial<PollTerms>][] = [
    ['snapshotBlock', { snapshotBlock: Number(head.number), snapshot: now }],
    ['snapshotBlock', { snapshotBlock: Number(head.number) + 1_000, snapshot: now + 1_000, start: now + 2_000 }],
    ['snapshotBlock', { snapshotBlock: 2 ** 48 - 1 }],
    ['snapshot', { snapshot: 12 }],
    ['end', { start: now + 20, end: now + 10, revealEnd: now + 10 }],
    ['revealEnd', { revealEnd: now + 1_000 }],
  ]
  for (const [field, changes] of refused) {
    const author = stewardAt(3)
    const { body } = await signer.poll(author, await buildTerms(dao.chain, { author: author.address, ...changes }))
    const headers = { 'Content-Type': 'application/json' }
    const answer = await api.send('/polls', { method: 'POST', body: JSON.stringify(body), headers })
    const fields = answer.body.errors?.map(({ pointer }) => pointer.split('/').at(-1))
    expect({ status: answer.status, fields }).toMatchObject({ status: 422, fields: expect.arrayContaining([field]) })
  }
})

test('refuses signatures of others, of other domains, and the malleable twin of a right one', async () => {
  const { id } = await make(stewardAt(4))
  const ballot = await signer.open(holderAt(0), { poll: id, choice: 0, issuedAt: Date.now() })
  const other = await signer.open(holderAt(1), { poll: id, choice: 0, issuedAt: ballot.message.issuedAt })
  const elsewhere = createPollSigner({ deployment: { ...dao.chain.deployment, chainId: 1 } })
  const foreign = await elsewhere.open(holderAt(0), { poll: id, choice: 0, issuedAt: ballot.message.issuedAt })
  const ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n
  const s = ORDER - BigInt(`0x${ballot.signature.slice(66, 130)}`)
  const v = ballot.signature.endsWith('1b') ? '1c' : '1b'
  const twin = `${ballot.signature.slice(0, 66)}${s.toString(16).padStart(64, '0')}${v}`
  const spoiled = [other.signature, foreign.signature, twin, '0x00', `0x${'00'.repeat(65)}`, `0x${'6492'.repeat(16)}`]
  for (const signature of spoiled) {
    const answer = await sendJson(api, `/polls/${id}/ballots`, { ...ballot, signature })
    expect({ signature, status: answer.status, code: answer.code }).toEqual({
      signature,
      status: 422,
      code: 'invalid_signature',
    })
  }
  expect(await readBallots(id)).toEqual([])
  const moved = { ...ballot, message: { ...ballot.message, choice: 1 } }
  expect((await sendJson(api, `/polls/${id}/ballots`, moved)).code).toBe('invalid_signature')
  expect((await sendJson(api, `/polls/${id}/ballots`, ballot)).status).toBe(201)
})

test('takes what deployed contracts agree to, and waits for none of them', async () => {
  const { id } = await make(stewardAt(5))
  const message = (voter: Address, issuedAt = Date.now()) => ({ poll: id, voter, choice: 0, reason: '', issuedAt })
  const sendAs = (voter: Address, signature: Hex, issuedAt?: number) =>
    sendJson(api, `/polls/${id}/ballots`, { message: message(voter, issuedAt), signature })
  // As Safe does where its owners agreed on chain: nothing is sent along.
  expect((await sendAs(walletAt(agrees), '0x')).status).toBe(201)
  expect((await sendAs(walletAt(disagrees), '0x1234')).code).toBe('invalid_signature')
  const began = Date.now()
  expect((await sendAs(walletAt(burnsGas), '0x1234')).code).toBe('invalid_signature')
  expect(Date.now() - began).toBeLessThan(5_000)

  const issuedAt = Date.now()
  const typedData = buildOpenBallot(signer.place, message(walletAt(owned), issuedAt))
  const [right, foreign] = [await people.deployer.signTypedData(typedData), await holderAt(0).signTypedData(typedData)]
  expect((await sendAs(walletAt(owned), foreign, issuedAt)).code).toBe('invalid_signature')
  expect((await sendAs(walletAt(owned), right, issuedAt + 1)).code).toBe('invalid_signature')
  expect((await sendAs(walletAt(owned), right, issuedAt)).status).toBe(201)

  // ERC-6492 would try out a deployment, or any other call, before it asks.
  const data = concatHex([zeroHash, notYet])
  const wrapped = serializeErc6492Signature({ address: FACTORY, data, signature: '0x1234' })
  for (const signature of ['0x', '0x1234', wrapped] as const) {
    expect((await sendAs(walletAt(notYet), signature)).code).toBe('invalid_signature')
  }
  expect((await readBallots(id)).map(({ signed }) => signed.by)).toEqual(['contract', 'contract'])
})

test('of ballots that arrive at once the last one counts, and an older one cannot be replayed', async () => {
  const { id } = await make(stewardAt(6))
  const start = Date.now()
  const ballots = await Promise.all(
    Array.from({ length: 8 }, (_, index) =>
      signer.open(holderAt(0), { poll: id, choice: index % 3, issuedAt: start + index }),
    ),
  )
  const answers = await Promise.all(ballots.map((ballot) => sendJson(api, `/polls/${id}/ballots`, ballot)))
  expect(answers.every(({ status, code }) => status === 201 || code === 'message_outdated')).toBe(true)
  const counting = (await readBallots(id)).filter(({ replaced }) => !replaced)
  expect(counting.map(({ signed, choice }) => [signed.message.issuedAt, choice])).toEqual([[start + 7, 1]])
  expect((await readPoll(id)).result.ballots).toBe(1)
  const replayed = await sendJson(api, `/polls/${id}/ballots`, ballots[7])
  expect(replayed.status).toBe(200)
  const older = await signer.open(holderAt(0), { poll: id, choice: 0, issuedAt: start - 1 })
  expect((await sendJson(api, `/polls/${id}/ballots`, older)).code).toBe('message_outdated')
  const future = await signer.open(holderAt(0), { poll: id, choice: 0, issuedAt: start + 10 ** 10 })
  expect((await sendJson(api, `/polls/${id}/ballots`, future)).code).toBe('invalid_signature')
  const { id: another } = await make(stewardAt(6), { question: 'Another one?' })
  expect((await sendJson(api, `/polls/${another}/ballots`, ballots[7])).code).toBe('invalid_ballot')
  const choiceless = await signer.open(holderAt(0), { poll: id, choice: 3, issuedAt: start + 20 })
  expect((await sendJson(api, `/polls/${id}/ballots`, choiceless)).code).toBe('invalid_ballot')
})

test('bounds what an author and a voter can send', async () => {
  const author = stewardAt(7)
  const made = []
  for (let index = 0; index < 5; index += 1) made.push(await make(author, { question: `Question ${index}?` }))
  const terms = await buildTerms(dao.chain, { author: author.address, question: 'One too many?' })
  const { body } = await signer.poll(author, terms)
  expect((await sendJson(api, '/polls', body)).code).toBe('limit_reached')
  const id = made[0]?.id ?? '0x'
  await cast(id, holderAt(1), 0, 1)
  await dao.database.sql`
    insert into poll_ballots (poll, voter, choice, reason, issued_at, token_weight, seat_weight, signature, signed_by,
      received_block, received_time, replaced)
    select poll, voter, 0, '', 1 + n, 1, 0, signature, signed_by, 1, 1, true
    from poll_ballots, generate_series(1, 49) n where poll = ${id}`
  expect((await cast(id, holderAt(1), 0)).code).toBe('limit_reached')
})

test('refuses what is no message, whatever it is, and never with a failure of its own', async () => {
  const author = stewardAt(0)
  const terms = await buildTerms(dao.chain, { author: author.address, question: 'Well?' })
  const { body } = await signer.poll(author, terms)
  const spoil = (changes: object) => ({ ...body, message: { ...body.message, ...changes } })
  const bodies: unknown[] = [
    null,
    [],
    {},
    spoil({ question: '' }),
    spoil({ question: 'a\u0000b' }),
    spoil({ question: `reads \u202e backwards` }),
    spoil({ question: '\ud800' }),
    spoil({ body: 'x'.repeat(20_001) }),
    spoil({ choices: ['one'] }),
    spoil({ choices: ['one', 'one'] }),
    spoil({ choices: Array.from({ length: 11 }, (_, index) => `${index}`) }),
    spoil({ quorumBps: 10_001 }),
    spoil({ start: -1 }),
    spoil({ end: 2 ** 48 }),
    spoil({ end: 1.5 }),
    spoil({ houses: 'all' }),
    spoil({ draft: '../../etc' }),
    spoil({ author: '0x12' }),
    spoil({ more: 1 }),
    { ...body, signature: '0x0' },
    { ...body, signature: `0x${'00'.repeat(16_385)}` },
  ]
  for (const given of bodies) {
    const { status, code } = await sendJson(api, '/polls', given)
    expect({ given, status, code }).toEqual({ given, status: 400, code: 'invalid_parameter' })
  }
  expect((await sendJson(api, '/polls', spoil({ body: 'x'.repeat(8 * 1024 * 1024) }))).status).toBe(413)
  expect((await api.get('/polls/0x12')).status).toBe(400)
  expect((await api.get(`/polls/${zeroHash}`)).status).toBe(404)
  expect((await api.get(`/polls/${zeroHash}/ballots`)).status).toBe(404)
  expect((await sendJson(api, `/polls/${zeroHash}/reveals`, { voter: author.address, choice: 0, salt })).status).toBe(
    404,
  )
  expect((await api.get('/polls?state=open')).status).toBe(400)
  expect((await api.get('/polls?cursor=x')).status).toBe(400)
})

test('pages 10,000 ballots without a gap while more arrive', async () => {
  const { id } = await make(stewardAt(1), { question: 'Do many vote?' })
  await cast(id, holderAt(0), 0)
  await dao.database.sql`
    insert into poll_ballots (poll, voter, choice, reason, issued_at, token_weight, seat_weight, signature, signed_by,
      received_block, received_time)
    select poll, decode(lpad(to_hex(n), 40, '0'), 'hex'), n % 3, '', n, n, 0, signature, signed_by, 1, 1
    from poll_ballots, generate_series(1, 10000) n where poll = ${id}`
  const seen: string[] = []
  let cursor = ''
  do {
    const { body } = await api.get(`/polls/${id}/ballots?limit=200${cursor && `&cursor=${cursor}`}`)
    seen.push(...(body.data as Ballot[]).map(({ voter }) => voter.address))
    if (seen.length === 1_000) await cast(id, holderAt(1), 1)
    cursor = body.page.next ?? ''
  } while (cursor !== '')
  expect(seen).toHaveLength(10_001)
  expect(new Set(seen).size).toBe(10_001)
  expect(await readBallots(id, `?voter=${holderAt(1).address}`)).toHaveLength(1)
  expect((await readPoll(id)).result.ballots).toBe(10_002)
})

test('a key that is not the author’s makes no poll, and the same words are another poll on another chain', async () => {
  const stranger = privateKeyToAccount(`0x${'42'.repeat(32)}`)
  const author = stewardAt(3)
  const terms = await buildTerms(dao.chain, { author: author.address, question: 'Mine?' })
  const forged = await stranger.signTypedData(buildPollStatement(signer.place, terms))
  expect((await sendJson(api, '/polls', { message: terms, signature: forged })).code).toBe('invalid_signature')
  const elsewhere = createPollSigner({ deployment: { ...dao.chain.deployment, chainId: 1 } })
  const foreign = await elsewhere.poll(author, terms)
  expect((await sendJson(api, '/polls', foreign.body)).code).toBe('invalid_signature')
})

test('anyone counts a poll again with one command, and it names what was tampered with', async () => {
  const { id, terms } = await make(stewardAt(3), { question: 'Can anyone count this?', houses: 'token' })
  await cast(id, holderAt(0), 0)
  await cast(id, holderAt(0), 1)
  await cast(id, holderAt(1), 1)
  const folder = await mkdtemp(join(tmpdir(), 'ostrakon-poll-'))
  const file = join(folder, 'poll.json')
  const chain = ['--rpc', dao.settings.RPC_URL, '--deployment', dao.settings.DEPLOYMENT]
  const running = await runCli(['poll', 'verify', id, '--url', api.origin, ...chain])
  expect({ code: running.code, stderr: running.stderr }).toEqual({ code: 0, stderr: '' })
  await passTo(terms.end)
  const told = await runCli(['poll', 'verify', id, '--url', api.origin, '--out', file, ...chain])
  expect({ code: told.code, stderr: told.stderr }).toEqual({ code: 0, stderr: '' })
  expect(told.stdout).toContain('outcome   choice: No; it binds nobody')
  const text = await readFile(file, 'utf8')
  type Tampered = { poll: { question: string; result: { choice: number } }; ballots: Record<string, unknown>[] }
  const tamper = async (change: (record: Tampered) => void) => {
    const record = JSON.parse(text) as Tampered
    change(record)
    await writeFile(file, JSON.stringify(record))
    const { code, stdout } = await runCli(['poll', 'verify', file, '--json', ...chain])
    return { code, objections: (JSON.parse(stdout) as { objections: string[] }).objections }
  }
  expect(await tamper(() => undefined)).toEqual({ code: 0, objections: [] })
  const short = await tamper((record) => record.ballots.shift())
  expect(short.objections).toContainEqual(expect.stringMatching('the token house is shown as'))
  const other = await tamper(({ poll }) => Object.assign(poll.result, { choice: 0 }))
  expect(other).toEqual({ code: 1, objections: ['the outcome is shown as choice 0, and it is choice 1'] })
  const { code, objections } = await tamper(({ poll, ballots: [newest, second, oldest] }) => {
    poll.question = 'Another question?'
    Object.assign(newest ?? {}, { signed: { ...(newest?.['signed'] as object), signature: '0x12' } })
    Object.assign(second ?? {}, { choice: 0 })
    const weight = { value: '1', decimals: 18, unit: 'OST' }
    Object.assign(oldest ?? {}, { weights: [{ house: 'token', weight }] })
  })
  expect(code).toBe(1)
  const said = [
    'the text that is shown',
    `ballot of ${holderAt(1).address}, .*: it is not signed`,
    `ballot of ${holderAt(0).address}, .*: it does not say what is shown`,
    `ballot of ${holderAt(0).address}, .*: it is shown with 1 in the token house`,
  ]
  for (const what of said) expect(objections).toContainEqual(expect.stringMatching(what))
  await rm(folder, { recursive: true })
})
