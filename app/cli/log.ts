/** Who speaks in the one log of `npm start`. */
export type Speaker = 'ostrakon' | 'build' | 'postgres' | 'chain' | 'indexer' | 'portal' | 'provider'

const dim = (text: string) => (process.stdout.isTTY ? `\u001b[2m${text}\u001b[22m` : text)

/** Writes a line of the log: time, who speaks, what is said. */
export const say = (speaker: Speaker, line: string): void => {
  const time = new Date().toTimeString().slice(0, 8)
  process.stdout.write(`${dim(time)} ${speaker.padEnd(9)} ${line}\n`)
}

/** The one sentence that an operator needs of an error. */
export const sentenceOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
