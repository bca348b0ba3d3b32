import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createFolder, digestTree, openTree, sealTree, writeTree } from '#test/support/sealed-tree'
import { formatRecipient } from '~/custody/age-keys'
import { createIdentity, rebuildIdentity, recipientOf, splitIdentity } from '~/custody/key-split'

/** Debian's own tool (package age), written by others in another language. */
const age = (args: string[]): Buffer => {
  const { status, stdout, stderr, error } = spawnSync('age', args)
  if (error) throw new Error(`age did not start: ${error.message}. Install the package age.`)
  expect({ status, stderr: stderr.toString() }).toEqual({ status: 0, stderr: '' })
  return stdout
}

test('C2 what is sealed here opens with age, given the identity that shares rebuild', async () => {
  const plain = writeTree(createFolder())
  const { identity, target } = await sealTree(plain)
  const dealt = splitIdentity(identity, { threshold: 3, shares: 5 })
  const keys = join(createFolder(), 'identity')
  writeFileSync(keys, `${rebuildIdentity(dealt, dealt.shares.slice(2))}\n`)
  const out = createFolder()
  for (const name of Object.keys(digestTree(plain))) {
    mkdirSync(join(out, name, '..'), { recursive: true })
    writeFileSync(join(out, name), age(['-d', '-i', keys, join(target, `${name}.age`)]))
  }
  expect(digestTree(out)).toEqual(digestTree(plain))
})

test('C2 what age encrypts opens here', async () => {
  const plain = writeTree(createFolder())
  const identity = createIdentity()
  const sealed = createFolder()
  for (const name of Object.keys(digestTree(plain))) {
    mkdirSync(join(sealed, name, '..'), { recursive: true })
    const to = formatRecipient(recipientOf(identity))
    age(['-r', to, '-o', join(sealed, `${name}.age`), join(plain, name)])
  }
  expect(readFileSync(join(sealed, 'one.age')).toString('latin1')).toContain('-> X25519 ')
  const { target } = await openTree(sealed, identity)
  expect(digestTree(target)).toEqual(digestTree(plain))
})
