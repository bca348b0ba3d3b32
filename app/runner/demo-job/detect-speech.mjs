// Runs both in the sandbox, from an archive, and here, where a tenant computes the answer again: so it imports nothing.

/** @typedef {typeof import('onnxruntime-web')} Runtime */
/** @typedef {{ from: number, to: number }} Segment Milliseconds from the beginning. */
/** @typedef {{ frames: number, permille: number[], segments: Segment[] }} Speech */

const RATE = 16_000
const FRAME = 512
const FRAME_MS = (FRAME * 1000) / RATE
const SPEECH_PERMILLE = 500

/**
 * The samples of a WAV file: 16-bit PCM, one channel, 16 kHz; throws on any other.
 * @param {Uint8Array} bytes @returns {Float32Array}
 */
const readSamples = (bytes) => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const name = (/** @type {number} */ at) =>
    at + 4 > bytes.length ? '' : String.fromCharCode(...bytes.subarray(at, at + 4))
  if (name(0) !== 'RIFF' || name(8) !== 'WAVE') throw new Error('The input is no WAV file.')
  let isFit = false
  for (let at = 12; at + 8 <= bytes.length; ) {
    const size = view.getUint32(at + 4, true)
    const start = at + 8
    if (start + size > bytes.length) break
    if (name(at) === 'fmt ' && size >= 16) {
      const [format, channels] = [view.getUint16(start, true), view.getUint16(start + 2, true)]
      const [rate, bits] = [view.getUint32(start + 4, true), view.getUint16(start + 14, true)]
      isFit = format === 1 && channels === 1 && rate === RATE && bits === 16
    }
    if (name(at) === 'data' && isFit) {
      return Float32Array.from({ length: size >> 1 }, (_, index) => view.getInt16(start + 2 * index, true) / 32_768)
    }
    at = start + size + (size & 1)
  }
  throw new Error('The input is no WAV file of 16-bit PCM with one channel and 16 kHz.')
}

/**
 * How likely each 32 ms of a recording hold speech, in thousandths, and from when to when it was likelier than not.
 * @param {{ runtime: Runtime, model: Uint8Array, wav: Uint8Array }} given @returns {Promise<Speech>}
 */
export const detectSpeech = async ({ runtime, model, wav }) => {
  const samples = readSamples(wav)
  const session = await runtime.InferenceSession.create(model)
  const rate = new runtime.Tensor('int64', BigInt64Array.of(BigInt(RATE)), [])
  const silence = () => new runtime.Tensor('float32', new Float32Array(2 * 64), [2, 1, 64])
  let [h, c] = [silence(), silence()]
  const permille = []
  for (let at = 0; at + FRAME <= samples.length; at += FRAME) {
    const input = new runtime.Tensor('float32', samples.slice(at, at + FRAME), [1, FRAME])
    const result = await session.run({ input, sr: rate, h, c })
    ;[h, c] = /** @type {[typeof h, typeof c]} */ ([result['hn'], result['cn']])
    permille.push(Math.round(Number(result['output']?.data[0]) * 1000))
  }
  return { frames: permille.length, permille, segments: listSegments(permille) }
}

/** @param {number[]} permille @returns {Segment[]} */
const listSegments = (permille) => {
  /** @type {Segment[]} */
  const segments = []
  let from = -1
  for (let frame = 0; frame <= permille.length; frame += 1) {
    const isSpeech = (permille[frame] ?? 0) >= SPEECH_PERMILLE
    if (isSpeech && from < 0) from = frame
    if (isSpeech || from < 0) continue
    segments.push({ from: from * FRAME_MS, to: frame * FRAME_MS })
    from = -1
  }
  return segments
}
