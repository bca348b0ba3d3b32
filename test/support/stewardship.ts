import { type Abi, type Address, encodeFunctionData, type Hex, keccak256, stringToHex } from 'viem'
import { custodyAbi, enclavesAbi, modelRegistryAbi } from '~/chain/abi/generated'
import { addressOf } from '~/chain/addresses'
import { buildManifest } from '~/domain/manifest'
import { people, stewardAt, type TestChain } from './chain'

const abis: Record<'ModelRegistry' | 'Custody' | 'Enclaves', Abi> = {
  ModelRegistry: modelRegistryAbi,
  Custody: custodyAbi,
  Enclaves: enclavesAbi,
}

/** The digest of a text, where any will do. */
export const digestOf = (text: string): Hex => keccak256(stringToHex(text))

/** What a reader, a database or a feed may stumble over. */
const hostile = '<script>alert(1)</script>]]>&amp;"\'\u0000\\\t\r\n\u202e\u{1f3fa}'

const file = (name: string, content: string) => ({ name, digest: digestOf(content) })

/** Files of the two releases: one changed, one gone, one new, one renamed, and one with a name to beware of. */
export const fileLists = {
  first: [
    file('config.json', 'config'),
    file('old.bin', 'moved'),
    file('gone.bin', 'gone'),
    file('<img src=x onerror=alert(1)>.bin', 'same'),
  ],
  second: [
    file('config.json', 'changed'),
    file('new.bin', 'moved'),
    file('more.bin', 'more'),
    file('<img src=x onerror=alert(1)>.bin', 'same'),
  ],
}

const maintainer = stewardAt(0).address
export const evaluator = stewardAt(1).address
const council = people.council.address

/**
 * Makes registry, custody and enclaves emit every event that they have, about release 1, with hostile text; release 2
 * derives from it. The timelock is played by the test chain.
 */
export const sayEverything = async ({ client, deployment, profile }: TestChain): Promise<void> => {
  const call = async (from: Address, contract: keyof typeof abis, functionName: string, args: readonly unknown[]) => {
    const data = encodeFunctionData({ abi: abis[contract], functionName, args })
    const to = addressOf(deployment, contract)
    await client.call({ account: from, to, data })
    const hash = await client.sendTransaction({ account: from, chain: null, to, data, gas: 3_000_000n })
    const { status } = await client.waitForTransactionReceipt({ hash })
    if (status !== 'success') throw new Error(`${functionName} reverted`)
  }
  const timelock = addressOf(deployment, 'TimelockController')
  const vote = (contract: keyof typeof abis, name: string, args: readonly unknown[]) =>
    call(timelock, contract, name, args)
  const passTime = async (seconds: number) => {
    await client.increaseTime({ seconds })
    await client.mine({ blocks: 1 })
  }
  for (const address of [timelock, council, maintainer, evaluator, stewardAt(2).address]) {
    await client.impersonateAccount({ address })
    await client.setBalance({ address, value: 10n ** 20n })
  }
  const { root, manifest } = buildManifest(fileLists.first)
  const newer = buildManifest(fileLists.second)
  const state = (kind: number, verdict: number) => {
    const given = { releaseId: 1, root, kind, verdict, report: digestOf('report'), expirationTime: 0, uri: hostile }
    return call(evaluator, 'ModelRegistry', 'attest', [given])
  }

  await call(maintainer, 'ModelRegistry', 'registerModel', [hostile])
  const rest = { card: digestOf('card'), files: 4, gpuSeconds: 0n, flop: 0n, uri: hostile }
  const first = { modelId: 1, version: hostile, parents: [], root, manifest, licence: 'MIT', size: 1_000n, ...rest }
  await call(maintainer, 'ModelRegistry', 'registerRelease', [first])
  const digests = { root: newer.root, manifest: newer.manifest }
  const second = { modelId: 1, version: 'v2', parents: [1], ...digests, licence: 'Not-SPDX <b>', size: 1_200n, ...rest }
  await call(maintainer, 'ModelRegistry', 'registerRelease', [second])
  await vote('ModelRegistry', 'appointEvaluator', [evaluator])
  await vote('ModelRegistry', 'appointEvaluator', [stewardAt(3).address])
  await vote('ModelRegistry', 'dismissEvaluator', [stewardAt(3).address])
  await vote('ModelRegistry', 'advanceToRedTeam', [1])
  await vote('ModelRegistry', 'advanceToRedTeam', [2])
  await call(council, 'ModelRegistry', 'hold', [1, hostile])
  await state(5, 2)
  await state(5, 1)
  await state(2, 2)
  await state(3, 1)
  await call(evaluator, 'ModelRegistry', 'revokeAttestation', [4])
  await vote('ModelRegistry', 'overrule', [3])
  const rule = { passes: [0, 0, 0, 0, 0, 1], dwell: 5, maxReportAge: 10_000_000 }
  await vote('ModelRegistry', 'setGateRule', [0, 3, rule])

  const holders = [stewardAt(1).address, stewardAt(2).address]
  for (const holder of holders) await call(holder, 'Custody', 'registerRecipient', [digestOf(holder)])
  const key = { recipient: digestOf('key'), threshold: 2, commitments: [digestOf('c0'), digestOf('c1')], seats: [2, 3] }
  const ciphertext = { ciphertextRoot: digestOf('ciphertext'), ciphertextManifest: digestOf('list') }
  await call(maintainer, 'Custody', 'seal', [{ releaseId: 1, ...ciphertext, ...key, boxesDigest: digestOf('boxes') }])
  for (const [index, holder] of holders.entries()) await call(holder, 'Custody', 'ackShare', [1, index])
  await passTime(profile.council.holdSeconds)
  await vote('ModelRegistry', 'advanceToGated', [1])
  const { timestamp } = await client.getBlock()
  for (const name of ['one', 'two']) {
    await vote('Custody', 'grant', [1, evaluator, digestOf(name), Number(timestamp) + 1_000_000])
  }
  await call(stewardAt(1).address, 'Custody', 'releaseShare', [1, 0, stringToHex(`a box ${hostile}`)])
  await vote('Custody', 'revokeGrant', [1])
  await call(council, 'Custody', 'stopGrant', [2])

  await vote('Enclaves', 'allowMeasurement', [digestOf('code'), hostile])
  const nonces = { quote: digestOf('quote'), collateral: digestOf('collateral'), serviceKey: digestOf('service') }
  const expirationTime = Number(timestamp) + 1_000_000
  const claim = { releaseId: 1, root, measurement: digestOf('code'), nonce: digestOf('nonce') }
  await call(evaluator, 'Enclaves', 'attestEnclave', [{ ...claim, ...nonces, expirationTime }])
  await call(evaluator, 'Enclaves', 'revokeEnclave', [1])
  await vote('Enclaves', 'removeMeasurement', [digestOf('code')])

  await passTime(60)
  await vote('ModelRegistry', 'advanceToOpen', [1])
  await call(stewardAt(2).address, 'Custody', 'publishShare', [1, 1, `0x${'01'.padStart(64, '0')}`])
  await call(council, 'ModelRegistry', 'recall', [1, hostile])
}
