import { createRequire } from 'node:module'

const LINE_EVERY_MS = 10_000
// Speed and time left come from the last seconds: a disk is slower than the cache that served the first files.
const WINDOW_MS = 5_000
const units = ['bytes', 'kB', 'MB', 'GB', 'TB', 'PB'] as const

/** A size with three digits, in powers of 1000 as disks are sold: `318 GB`. */
export const sayBytes = (bytes: number): string => {
  const power = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3))
  const value = bytes / 1000 ** power
  return `${power === 0 ? value : value.toPrecision(value < 1000 ? 3 : 4)} ${units[power]}`
}

const sayTime = (seconds: number): string => {
  if (!Number.isFinite(seconds)) return 'unknown'
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60)]
  const parts = hours > 0 ? [`${hours} h`, `${minutes} min`] : minutes > 0 ? [`${minutes} min`] : []
  return hours > 0 ? parts.join(' ') : [...parts, `${Math.ceil(seconds % 60)} s`].join(' ')
}

/** Speed in bytes per second and time left, from what was read lately. */
const createPace = (total: number) => {
  const seen = [{ at: performance.now(), done: 0 }]
  return (done: number) => {
    const now = performance.now()
    while (seen.length > 1 && now - (seen[1]?.at ?? now) > WINDOW_MS) seen.shift()
    seen.push({ at: now, done })
    const { at, done: before } = seen[0] ?? { at: now, done: 0 }
    const speed = now > at ? ((done - before) * 1000) / (now - at) : 0
    return `${sayBytes(done)} of ${sayBytes(total)}, ${sayBytes(speed)}/s, ${sayTime((total - done) / speed)} left`
  }
}

type Total = { files: number; bytes: bigint }

/**
 * Shows on standard error how far hashing is: a bar on a terminal, else a line at the start and one every ten seconds.
 * `onEnd` has to be called whatever happened, so that the terminal is as before.
 */
export const createHashProgress = () => {
  let showing: { update: (done: number) => void; end: () => void } | undefined
  return {
    onStart: ({ files, bytes }: Total) => {
      const sentence = `hashing ${files} ${files === 1 ? 'file' : 'files'}, ${sayBytes(Number(bytes))}`
      showing = process.stderr.isTTY ? showBar(Number(bytes)) : showLines(Number(bytes), sentence)
    },
    onProgress: (bytes: bigint) => showing?.update(Number(bytes)),
    onEnd: () => showing?.end(),
  }
}

const showBar = (total: number) => {
  // Loaded for a terminal alone: it takes memory, and where there is no terminal every megabyte may be counted.
  const { SingleBar, Presets }: typeof import('cli-progress') = createRequire(import.meta.url)('cli-progress')
  const pace = createPace(total)
  const format = '{bar} {percentage} %  {pace}'
  const bar = new SingleBar(
    { format, stream: process.stderr, clearOnComplete: true, hideCursor: true, barsize: 30 },
    Presets.shades_classic,
  )
  bar.start(total, 0, { pace: pace(0) })
  return { update: (done: number) => bar.update(done, { pace: pace(done) }), end: () => bar.stop() }
}

const showLines = (total: number, sentence: string) => {
  const pace = createPace(total)
  let saidAt = performance.now()
  process.stderr.write(`${sentence}\n`)
  const update = (done: number) => {
    const line = pace(done)
    if (performance.now() - saidAt < LINE_EVERY_MS) return
    saidAt = performance.now()
    process.stderr.write(`${line}\n`)
  }
  return { update, end: () => undefined }
}
