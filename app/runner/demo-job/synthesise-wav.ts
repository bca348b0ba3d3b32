const RATE = 16_000

/**
 * Centres in Hz, as 2 r cos(2 pi f / rate) and r^2 of a resonator each, written out since cosines differ between engines;
 * r is 0.97. The vowels are about those of "a", "i" and "o".
 */
const vowels = [
  [1.866, 1.744, 1.021],
  [1.917, 1.275, 0.755],
  [1.9, 1.832, 1.076],
] as const
const DECAY = 0.9409

/**
 * A recording that sounds a little like speech, as a WAV file of 16-bit PCM, one channel, 16 kHz: a buzz through the
 * resonances of vowels, syllable after syllable, between stretches of faint noise. It is synthesised, nobody speaks. Equal
 * to the bit everywhere: it adds and multiplies only.
 */
export const synthesiseWav = (seconds: number): Uint8Array => {
  const samples = new Float64Array(Math.floor(seconds * RATE))
  const memory = [0, 0, 0, 0, 0, 0]
  let seed = 0x2f6e2b1
  let phase = 0
  for (let at = 0; at < samples.length; at += 1) {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0
    const noise = seed / 2 ** 32 - 0.5
    const { isVoiced, syllable, rise, pitch } = findMoment(at)
    phase += pitch
    const isPulse = phase >= RATE
    if (isPulse) phase -= RATE
    let value = isVoiced ? (isPulse ? 1 : 0) * rise + noise * 0.02 * rise : 0
    let sum = 0
    for (const [index, turn] of (vowels[syllable % vowels.length] ?? vowels[0]).entries()) {
      const [last = 0, before = 0] = [memory[2 * index], memory[2 * index + 1]]
      value = value * 0.25 + turn * last - DECAY * before
      memory[2 * index + 1] = last
      memory[2 * index] = value
      sum += value / (index + 1)
    }
    samples[at] = sum * 0.5 + noise * 0.002
  }
  return writeWav(samples)
}

/** Three seconds, of which the first and the last half are silent; four syllables a second, the pitch falling. */
const findMoment = (at: number) => {
  const within = at % (3 * RATE)
  const isVoiced = within >= RATE / 2 && within < (5 * RATE) / 2
  const syllable = Math.floor(at / (RATE / 4))
  const place = (at % (RATE / 4)) / (RATE / 4)
  // A parabola that begins and ends the syllable softly.
  return { isVoiced, syllable, rise: 4 * place * (1 - place), pitch: 150 - 30 * (within / (3 * RATE)) + 10 * place }
}

const writeWav = (samples: Float64Array): Uint8Array => {
  const bytes = new Uint8Array(44 + 2 * samples.length)
  const view = new DataView(bytes.buffer)
  const write = (at: number, text: string) => bytes.set(new TextEncoder().encode(text), at)
  write(0, 'RIFF')
  view.setUint32(4, bytes.length - 8, true)
  write(8, 'WAVEfmt ')
  view.setUint32(16, 16, true)
  view.setUint16(20, 1, true)
  view.setUint16(22, 1, true)
  view.setUint32(24, RATE, true)
  view.setUint32(28, 2 * RATE, true)
  view.setUint16(32, 2, true)
  view.setUint16(34, 16, true)
  write(36, 'data')
  view.setUint32(40, 2 * samples.length, true)
  for (const [at, sample] of samples.entries()) {
    view.setInt16(44 + 2 * at, Math.max(-32_768, Math.min(32_767, Math.round(sample * 32_767))), true)
  }
  return bytes
}
