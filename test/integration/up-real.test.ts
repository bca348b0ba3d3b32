import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Address, getAddress, zeroHash } from 'viem'
import { generatePrivateKey, privateKeyToAddress } from 'viem/accounts'
import { afterAll, expect, onTestFinished, test } from 'vitest'
import { startAnvil } from '#test/support/anvil'
import { people } from '#test/support/chain'
import { startTestPostgres } from '#test/support/postgres'
import { choosePlace, createDataFolder, runOstrakon, runToEnd, stopRuns, waitUntilReady } from '#test/support/up'
import { waitUntil } from '#test/support/wait-until'
import { contractNames } from '~/chain/addresses'
import { deployDemoMoney } from '~/chain/demo-money'

const folder = await mkdtemp(join(tmpdir(), 'ostrakon-real-'))
const data = await createDataFolder()

afterAll(async () => {
  await stopRuns()
  await rm(folder, { recursive: true, force: true })
  await data.remove()
})

const DEAD_RPC = 'http://127.0.0.1:9'

const writeDeployment = async (chainId: number) => {
  const file = join(folder, `sample-${chainId}.json`)
  const contract = { address: getAddress(`0x${'11'.repeat(20)}`), block: 1, codeHash: zeroHash }
  const contracts = Object.fromEntries(contractNames.map((name) => [name, contract]))
  await writeFile(file, JSON.stringify({ chainId, profile: 'production', finality: 'finalized', contracts }))
  return file
}

const buildGenesis = (money: Address) => {
  const accounts = Array.from({ length: 6 }, () => privateKeyToAddress(generatePrivateKey()))
  return {
    tokens: [{ account: accounts[0], amount: `100000000${'0'.repeat(18)}` }],
    parties: accounts.map((controller) => ({ controller, kind: 1 })),
    seats: accounts.map((steward, index) => ({ steward, party: index + 1, constituency: index % 4 })),
    council: null,
    money,
  }
}

test('deploys the production profile to another chain and runs against that chain and a database', async () => {
  const chain = await startAnvil({ args: ['--chain-id', '4242', '--block-time', '1', '--mixed-mining'] })
  onTestFinished(chain.stop)
  const postgres = await startTestPostgres()
  onTestFinished(postgres.stop)
  const database = await postgres.createDatabase()
  const genesis = join(folder, 'genesis.json')
  const deployment = join(folder, '4242.json')
  const money = await deployDemoMoney({ client: chain.client, account: people.funder, holder: people.funder.address })
  await writeFile(genesis, JSON.stringify(buildGenesis(money)))
  // The second account of the chain's well-known mnemonic.
  const DEPLOYER_KEY = '0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d'
  const env = { RPC_URL: chain.url, DEPLOYER_KEY }
  const args = ['deploy', '--genesis', genesis, '--out', deployment]

  const demo = await runToEnd({ args: ['deploy', '--profile', 'demo', '--out', deployment], env })
  expect(demo).toMatchObject({
    code: 3,
    said: expect.stringContaining('is for the chains 31337 and 1337 only, not for 4242'),
  })
  expect(await runToEnd({ args, env })).toMatchObject({ code: 0, said: expect.stringContaining('holds no role') })
  expect(JSON.parse(await readFile(deployment, 'utf8'))).toMatchObject({ chainId: 4242, profile: 'production' })
  expect(await runToEnd({ args, env })).toMatchObject({ code: 1, said: expect.stringContaining('is there already') })

  const place = await choosePlace(data.path)
  const settings = { ...place, RPC_URL: chain.url, DATABASE_URL: database.url, DEPLOYMENT: deployment }
  const run = runOstrakon({ args: ['up'], env: settings })
  await waitUntilReady(run, 120)
  expect(run.said()).not.toContain('demo')
  const noAgent = async () => run.said().includes('provider  none is started on a chain of your own')
  await waitUntil('it says that no agent is started', noAgent)
  expect((await fetch(`http://127.0.0.1:${place.PORT}/api/v1/status`)).status).toBe(200)
  run.kill('SIGTERM')
  expect(await run.exited).toBe(0)
  expect(await chain.client.getChainId()).toBe(4242)
  await database.sql.end()
})

test('names a dead RPC, a node of another chain and a dead database, each in one sentence', async () => {
  const place = await choosePlace(data.path)
  const dead = { ...place, RPC_URL: DEAD_RPC, DEPLOYMENT: await writeDeployment(1), DATABASE_URL: '' }
  expect(await runToEnd({ args: ['up'], env: dead })).toMatchObject({
    code: 3,
    said: expect.stringMatching(/^No RPC node answers at http:\/\/127\.0\.0\.1:9: /m),
  })
  const chain = await startAnvil()
  onTestFinished(chain.stop)
  const wrong = { ...dead, RPC_URL: chain.url }
  expect(await runToEnd({ args: ['up'], env: wrong })).toMatchObject({
    code: 3,
    said: expect.stringMatching(/is of chain 31337, but .* is of chain 1: /),
  })
  const noDatabase = { ...place, DATABASE_URL: 'postgres://someone:secret@127.0.0.1:9/ostrakon' }
  const answer = await runToEnd({ args: ['up'], env: noDatabase })
  expect(answer).toMatchObject({
    code: 3,
    said: expect.stringContaining('The database at 127.0.0.1:9/ostrakon does not answer'),
  })
  expect(answer.said).not.toContain('secret')
})

test('refuses half of the settings, an unknown command and a key that is none, without repeating the key', async () => {
  const half = await runToEnd({ args: ['up'], env: { RPC_URL: DEAD_RPC } })
  expect(half).toMatchObject({ code: 3, said: expect.stringContaining('RPC_URL is set but DEPLOYMENT is not') })
  const unknown = await runToEnd({ args: ['vote'] })
  expect(unknown).toMatchObject({ code: 3, said: expect.stringContaining('There is no command "vote".') })
  const key = await runToEnd({ args: ['deploy'], env: { RPC_URL: DEAD_RPC, DEPLOYER_KEY: '0xsecret' } })
  expect(key).toMatchObject({ code: 3, said: expect.stringContaining('DEPLOYER_KEY must be a private key') })
  expect(key.said).not.toContain('0xsecret')
})
