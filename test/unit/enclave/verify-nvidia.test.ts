import { generateKeyPairSync } from 'node:crypto'
import { type JWK, SignJWT } from 'jose'
import { type Hex, sha256, stringToBytes } from 'viem'
import { describe, expect, test } from 'vitest'
import { verifyNvidia } from '~/enclave/verify-nvidia'

const time = 1_800_000_000n
const now = Number(time)
const nonce: Hex = `0x${'ab'.repeat(32)}`
const issuer = 'https://nras.attestation.nvidia.com'

const own = generateKeyPairSync('ec', { namedCurve: 'secp384r1' })
const stranger = generateKeyPairSync('ec', { namedCurve: 'secp384r1' })
const jwk = (key: typeof own.publicKey, kid: string): JWK => ({ ...key.export({ format: 'jwk' }), kid, alg: 'ES384' })
const keys = Buffer.from(JSON.stringify({ keys: [jwk(own.publicKey, 'one')] }))

type Claims = Record<string, unknown>
type Token = { claims?: Claims; header?: { alg: string; kid?: string }; key?: Parameters<SignJWT['sign']>[0] }

const base = { iss: issuer, iat: now - 60, nbf: now - 60, exp: now + 3600, eat_nonce: nonce.slice(2) }
const device = { measres: 'success', secboot: true, dbgstat: 'disabled', hwmodel: 'GH100 A01 GSP BROM' }

/** `undefined` takes a claim away. */
const signToken = ({ claims = {}, header = { alg: 'ES384', kid: 'one' }, key = own.privateKey }: Token) =>
  new SignJWT(JSON.parse(JSON.stringify({ ...base, ...claims }))).setProtectedHeader(header).sign(key)

type Bundle = { overall?: Token; gpu?: Token; digest?: string; submods?: Claims; devices?: Record<string, string> }

const build = async ({ overall = {}, gpu = {}, digest, submods, devices }: Bundle = {}) => {
  const gpuToken = await signToken({ ...gpu, claims: { ...device, ...gpu.claims } })
  const named = submods ?? { 'GPU-0': ['DIGEST', ['SHA-256', digest ?? sha256(stringToBytes(gpuToken)).slice(2)]] }
  const claims = { 'x-nvidia-overall-att-result': true, submods: named, ...overall.claims }
  const token = await signToken({ ...overall, claims })
  return Buffer.from(JSON.stringify([['JWT', token], devices ?? { 'GPU-0': gpuToken }]))
}

const verify = async (bundle: Bundle = {}) => verifyNvidia({ token: await build(bundle), keys, nonce, time })

describe('T6 tokens of NVIDIA', () => {
  test('T6 a bundle of one service verifies and names its devices', async () => {
    expect(await verify()).toEqual([{ name: 'GPU-0', model: 'GH100 A01 GSP BROM' }])
  })

  test('T6 another algorithm is refused, in the overall token and in a device’s', async () => {
    const hmac = { header: { alg: 'HS256', kid: 'one' }, key: Buffer.alloc(48, 1) }
    const p256 = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
    const es256 = { header: { alg: 'ES256', kid: 'one' }, key: p256.privateKey }
    for (const token of [hmac, es256]) {
      await expect(verify({ overall: token })).rejects.toThrow(/"overall" is signed by "(HS|ES)256", and only ES384/)
      await expect(verify({ gpu: token })).rejects.toThrow(/"GPU-0" is signed by/)
    }
    const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
    const unsigned = `${encode({ alg: 'none', kid: 'one' })}.${encode(base)}.`
    const token = Buffer.from(JSON.stringify([['JWT', unsigned], {}]))
    await expect(verifyNvidia({ token, keys, nonce, time })).rejects.toThrow(/signed by "none"/)
  })

  test('T6 another key id, none, or another key under the same id is refused', async () => {
    await expect(verify({ overall: { header: { alg: 'ES384', kid: 'two' } } })).rejects.toThrow(/not in the key set/)
    await expect(verify({ overall: { header: { alg: 'ES384' } } })).rejects.toThrow(/not in the key set/)
    await expect(verify({ overall: { key: stranger.privateKey } })).rejects.toThrow(/signature that does not hold/)
    await expect(verify({ gpu: { key: stranger.privateKey } })).rejects.toThrow(/"GPU-0" has a signature/)
  })

  test('T6 another issuer is refused', async () => {
    for (const iss of ['https://nras.attestation-dev.nvidia.com', `${issuer}/`, undefined]) {
      await expect(verify({ overall: { claims: { iss } } })).rejects.toThrow(/"overall" is not of https/)
      await expect(verify({ gpu: { claims: { iss } } })).rejects.toThrow(/"GPU-0" is not of https/)
    }
  })

  test('T6 another nonce is refused', async () => {
    for (const eat_nonce of ['cd'.repeat(32), nonce, '', undefined, [nonce.slice(2), 'other']]) {
      await expect(verify({ overall: { claims: { eat_nonce } } })).rejects.toThrow(/another nonce|lacks eat_nonce/)
      await expect(verify({ gpu: { claims: { eat_nonce } } })).rejects.toThrow(/another nonce|lacks eat_nonce/)
    }
  })

  test('T6 an expired token, one without an end, and one of the future are refused', async () => {
    await expect(verify({ overall: { claims: { exp: now } } })).rejects.toThrow(/"overall" has expired/)
    await expect(verify({ gpu: { claims: { exp: now - 1 } } })).rejects.toThrow(/"GPU-0" has expired/)
    await expect(verify({ overall: { claims: { exp: undefined } } })).rejects.toThrow(/lacks exp/)
    await expect(verify({ overall: { claims: { nbf: now + 1 } } })).rejects.toThrow(/not valid yet/)
    await expect(verify({ overall: { claims: { iat: now + 1 } } })).rejects.toThrow(/issued after/)
  })

  test('T6 a device’s digest has to be the one in the overall token', async () => {
    await expect(verify({ digest: '00'.repeat(32) })).rejects.toThrow(/"GPU-0" has another digest/)
    await expect(verify({ digest: 'zz' })).rejects.toThrow(/does not say what it has to: submods/)
    await expect(verify({ submods: {} })).rejects.toThrow(/names no device|is not named/)
    const token = await signToken({ claims: device })
    await expect(verify({ devices: { 'GPU-0': token, 'GPU-1': token } })).rejects.toThrow(/"GPU-1" is not named/)
    await expect(verify({ devices: {} })).rejects.toThrow(/"GPU-0" is named by the overall token, and missing/)
  })

  test('T6 a failed result, a failed measurement, debugging or no secure boot is refused', async () => {
    for (const result of [false, 'true', undefined]) {
      const claims = { 'x-nvidia-overall-att-result': result }
      await expect(verify({ overall: { claims } })).rejects.toThrow(/x-nvidia-overall-att-result/)
    }
    await expect(verify({ gpu: { claims: { measres: 'fail' } } })).rejects.toThrow(/measres/)
    await expect(verify({ gpu: { claims: { dbgstat: 'enabled' } } })).rejects.toThrow(/dbgstat/)
    await expect(verify({ gpu: { claims: { secboot: false } } })).rejects.toThrow(/secboot/)
  })

  test.each(['', '{}', '[]', '[["JWT","a"]]', '[["JWT",1],{}]'])('T6 the bundle %j is refused', async (text) => {
    await expect(verifyNvidia({ token: Buffer.from(text), keys, nonce, time })).rejects.toThrow(/cannot be read/)
  })

  test('T6 garbage in place of a token, and a key set without keys are refused', async () => {
    const token = Buffer.from(JSON.stringify([['JWT', 'a.b.c'], {}]))
    await expect(verifyNvidia({ token, keys, nonce, time })).rejects.toThrow(/is no JSON Web Token/)
    for (const text of ['', '{}', '{"keys":[]}', '{"keys":[{"kty":"EC"}]}']) {
      const given = { token, keys: Buffer.from(text), nonce, time }
      await expect(verifyNvidia(given)).rejects.toThrow(/key set .* cannot be read/)
    }
  })

  test('T6 a name that plays with the terminal comes out plain', async () => {
    await expect(verify({ submods: { 'GPU\u001b[2K': ['DIGEST', ['SHA-256', '00'.repeat(32)]] } })).rejects.toThrow(
      /"GPU-0" is not named/,
    )
    const [found] = await verify({ gpu: { claims: { hwmodel: 'GH100\u001b[2K' } } })
    expect(found?.model).toBe('GH100\\u{1b}[2K')
  })
})
