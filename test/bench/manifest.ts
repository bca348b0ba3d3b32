import { spawnSync } from 'node:child_process'
import { randomFillSync } from 'node:crypto'
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, truncateSync, writeFileSync, writeSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { measurePeak } from '#test/support/measure-peak'
import { hashRanges } from '~/manifest/hash-files'
import { walkDirectory } from '~/manifest/walk-directory'

// npm run bench:manifest [-- MEGABYTES]: how hashing compares with `openssl speed sha256` on this machine, in turns in
// one run, and how much memory it takes. CPU time is compared, as openssl does: it does not count what others run.
const megabytes = Number(process.argv[2] ?? 2048)
const rounds = 7
const chunk = 1 << 20

const say = (line: string) => process.stdout.write(`${line}\n`)
const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN
const sayRate = (bytesPerSecond: number) => `${(bytesPerSecond / 1e6).toFixed(0)} MB/s`

/** Bytes per second of CPU time, in memory: openssl counts its own user time alone. */
const runOpensslSpeed = () => {
  const args = ['speed', '-mr', '-evp', 'sha256', '-bytes', '131072', '-seconds', '1']
  const { stdout, status } = spawnSync('openssl', args, { encoding: 'utf8' })
  const rate = Number(/^\+F:\d+:sha256:([\d.]+)$/im.exec(stdout)?.[1])
  if (status !== 0 || !(rate > 0)) throw new Error(`openssl speed said: ${stdout}`)
  return rate
}

const folder = mkdtempSync(join(tmpdir(), 'ostrakon-bench-manifest-'))
try {
  const data = join(folder, 'data')
  mkdirSync(data)
  const descriptor = openSync(join(data, 'weights'), 'w')
  for (let at = 0; at < megabytes * 1e6; at += chunk) writeSync(descriptor, randomFillSync(Buffer.alloc(chunk)))
  closeSync(descriptor)
  const [file] = (await walkDirectory(data)).files
  if (!file) throw new Error('nothing to hash')
  const { size } = file.state
  const whole = [{ file, start: 0n, end: size }]
  const parts = Array.from({ length: 32 }, (_, index) => {
    return { file, start: (size * BigInt(index)) / 32n, end: (size * BigInt(index + 1)) / 32n }
  })

  const measure = async (ranges: typeof whole, threads: number) => {
    const before = process.cpuUsage()
    const began = performance.now()
    await hashRanges(ranges, { threads })
    const { user, system } = process.cpuUsage(before)
    const rate = (microseconds: number) => (Number(size) * 1e6) / microseconds
    return { user: rate(user), all: rate(user + system), wall: rate((performance.now() - began) * 1000) }
  }

  await measure(whole, 1)
  const seen: { openssl: number; user: number; all: number; wall: number }[] = []
  const cores = availableParallelism()
  const together: number[] = []
  for (let round = 0; round < rounds; round++) {
    const openssl = runOpensslSpeed()
    seen.push({ openssl, ...(await measure(whole, 1)) })
    together.push((await measure(parts, cores)).wall)
  }
  const openssl = median(seen.map((one) => one.openssl))
  const ratio = (pick: 'user' | 'all') => median(seen.map((one) => one[pick] / one.openssl)).toFixed(2)
  say(`openssl speed sha256      ${sayRate(openssl)} per core, in memory`)
  say(`hashing cached data       ${sayRate(median(seen.map(({ user }) => user)))} per core, counted as openssl counts`)
  say(`                          ${sayRate(median(seen.map(({ all }) => all)))} per core with the kernel's reading`)
  say(`ratio                     ${ratio('user')} as openssl counts (goal 0.90), ${ratio('all')} with reading`)
  say(`${cores} cores, by the clock     ${sayRate(median(together))}`)

  const sparse = join(folder, 'sparse')
  mkdirSync(sparse)
  for (let index = 0; index < 770; index++) {
    writeFileSync(join(sparse, `tensor${index}`), '')
    truncateSync(join(sparse, `tensor${index}`), index === 0 ? 2_100_000_000 : 1_500_000)
  }
  for (const args of [
    ['manifest', data],
    ['manifest', sparse],
    ['manifest', sparse, '--shards'],
  ]) {
    const { code, peak } = await measurePeak(args)
    if (code !== 0) throw new Error(`ostrakon ${args.join(' ')} ended with ${code}`)
    say(
      `memory                    peak ${(peak / 1e6).toFixed(0)} MB: ostrakon ${args.join(' ').replaceAll(`${folder}/`, '')}`,
    )
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
