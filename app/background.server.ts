import { BaseError } from 'viem'

const QUIET_MS = 30_000

// The whole message of a node's error holds its address, and with it often a key.
const sentenceOf = (error: unknown): string => {
  if (error instanceof BaseError) return error.shortMessage
  return error instanceof Error ? error.message : String(error)
}

/** Tells the operator what failed in the background and is tried again for ever: at most every 30 s. */
export const createTell = (speaker: string): ((error: unknown) => void) => {
  let saidAt = 0
  return (error) => {
    if (Date.now() - saidAt < QUIET_MS) return
    saidAt = Date.now()
    console.error(`${speaker}: ${sentenceOf(error)} (trying again)`)
  }
}
