import { encodeFunctionData, toHex } from 'viem'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { people, stewardAt } from '#test/support/chain'
import { runCli } from '#test/support/cli'
import { startCustody, type TestCustody } from '#test/support/custody'

let dao: TestCustody
beforeAll(async () => {
  dao = await startCustody()
})
afterAll(() => dao.stop())

const digest = (value: number) => toHex(value, { size: 32 })
const seats = [1, 2, 3]

/** A gated release whose key the first three stewards hold, as far as the chain knows. */
const sealAndGate = async () => {
  const { plain, releaseId } = await dao.registerRelease()
  for (const seat of seats) {
    const data = encodeFunctionData({ ...dao.custody, functionName: 'registerRecipient', args: [digest(seat)] })
    await dao.send(stewardAt(seat - 1), dao.custody.address, data)
  }
  const input = {
    ...{ releaseId, ciphertextRoot: digest(1), ciphertextManifest: digest(2), recipient: digest(3), threshold: 2 },
    ...{ commitments: [digest(4), digest(5)], seats, boxesDigest: digest(6) },
  }
  const seal = encodeFunctionData({ ...dao.custody, functionName: 'seal', args: [input] })
  await dao.send(stewardAt(0), dao.custody.address, seal)
  const sealId = await dao.client.readContract({ ...dao.custody, functionName: 'sealOf', args: [releaseId] })
  for (const [index] of seats.entries()) {
    const data = encodeFunctionData({ ...dao.custody, functionName: 'ackShare', args: [sealId, index] })
    await dao.send(stewardAt(index), dao.custody.address, data)
  }
  await dao.advance('advanceToRedTeam', releaseId)
  await dao.advance('advanceToGated', releaseId)
  return { plain, releaseId, sealId }
}

test('G2 a gated release is allowed to whom a live grant names, and to nobody else', async () => {
  const { plain, releaseId, sealId } = await sealAndGate()
  const settings = ['--rpc', dao.chain.url, '--deployment', dao.chain.deploymentFile, '--json']
  const verify = async (...args: string[]) => {
    const { code, stdout } = await runCli(['verify', plain, '--release', String(releaseId), ...settings, ...args])
    return { code, json: JSON.parse(stdout) }
  }
  const grantee = dao.grantee.account.address
  expect(await verify('--as', grantee)).toMatchObject({ code: 2, json: { permission: { because: 'not-open' } } })

  const grantId = await dao.grant(sealId)
  expect(await verify('--as', grantee)).toMatchObject({
    code: 0,
    json: { permission: { allowed: true, because: 'granted' }, standing: { stage: 'gated', grant: grantId } },
  })
  expect((await verify()).code).toBe(2)
  expect((await verify('--as', stewardAt(0).address)).code).toBe(2)

  const stop = encodeFunctionData({ ...dao.custody, functionName: 'stopGrant', args: [grantId] })
  await dao.send(people.council, dao.custody.address, stop)
  expect((await verify('--as', grantee)).code).toBe(2)
})
