import fc from 'fast-check'
import { encodeAbiParameters, getAddress, type Hex, keccak256, parseAbiParameters, toHex } from 'viem'
import { expect, test } from 'vitest'
import { buildCommitment, type PollTerms, pollIdOf } from '~/domain/poll'

const place = { chainId: 31_337, governor: getAddress(`0x${'11'.repeat(20)}`) }
const terms: PollTerms = {
  author: getAddress(`0x${'22'.repeat(20)}`),
  question: 'Shall the next release be trained?',
  body: 'Why *not*?',
  choices: ['Yes', 'No'],
  houses: 'both',
  snapshotBlock: 7,
  snapshot: 1_000,
  start: 1_100,
  end: 1_200,
  revealEnd: 1_200,
  quorumBps: 1_500,
  mode: 'public',
  draft: '',
}

test('the id of a poll is another one for every letter, number, chain and contract', () => {
  const changed: PollTerms[] = [
    { ...terms, author: getAddress(`0x${'23'.repeat(20)}`) },
    { ...terms, question: 'Shall the next release be trained' },
    { ...terms, body: 'Why *not* ?' },
    { ...terms, choices: ['No', 'Yes'] },
    { ...terms, choices: ['Yes', 'No', 'Abstain'] },
    { ...terms, houses: 'token' },
    { ...terms, snapshotBlock: 8 },
    { ...terms, snapshot: 1_001 },
    { ...terms, start: 1_101 },
    { ...terms, end: 1_201 },
    { ...terms, revealEnd: 1_201 },
    { ...terms, quorumBps: 2_000 },
    { ...terms, mode: 'private' },
    { ...terms, draft: 'a' },
  ]
  const ids = changed.map((other) => pollIdOf(place, other))
  const elsewhere = [pollIdOf({ ...place, chainId: 1 }, terms), pollIdOf({ ...place, governor: terms.author }, terms)]
  expect(new Set([pollIdOf(place, terms), ...ids, ...elsewhere]).size).toBe(changed.length + 3)
  expect(pollIdOf(place, { ...terms })).toBe(pollIdOf(place, terms))
})

const word = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes): Hex => toHex(bytes))
const account = fc.uint8Array({ minLength: 20, maxLength: 20 }).map((bytes) => getAddress(toHex(bytes)))
const secret = fc.record({ poll: word, voter: account, choice: fc.nat({ max: 9 }), salt: word })

test('a commitment is keccak256(abi.encode(poll, voter, choice, salt)), and no other secret makes it', () => {
  fc.assert(
    fc.property(secret, secret, (one, other) => {
      const encoded = encodeAbiParameters(parseAbiParameters('bytes32, address, uint256, bytes32'), [
        one.poll,
        one.voter,
        BigInt(one.choice),
        one.salt,
      ])
      expect(buildCommitment(one)).toBe(keccak256(encoded))
      for (const key of ['poll', 'voter', 'choice', 'salt'] as const) {
        const mixed = { ...one, [key]: other[key] }
        expect(buildCommitment(mixed) === buildCommitment(one)).toBe(other[key] === one[key])
      }
    }),
  )
})
