import { sealAgain } from './seal-command'

/**
 * `ostrakon reseal`, with the options of `seal`: new identity, new ciphertext, other stewards. Old shares keep opening
 * old ciphertext. Exit codes as `seal`.
 */
export const runReseal = (args: string[]): Promise<number> => sealAgain(args)
