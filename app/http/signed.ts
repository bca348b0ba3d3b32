import { isAddress } from 'viem'
import { z } from 'zod'

// What messages that people sign are made of. Nothing is tidied: another letter would be another digest.

const DIRECTION = /[\u202a-\u202e\u2066-\u2069]/
const SURROGATE = /\p{Surrogate}/u
const LAST_SECOND = 2 ** 48 - 1

/** Text of several lines, at most `most` characters; may be empty. */
export const proseSchema = (most: number) =>
  z
    .string()
    .max(most, `is longer than ${most} characters`)
    .refine((text) => !text.includes('\u0000') && !SURROGATE.test(text), 'holds a character that no text has')

/** Text of one line, at most `most` characters and not empty, without marks that turn the direction of writing. */
export const lineSchema = (most: number) =>
  proseSchema(most)
    .min(1, 'is empty')
    .refine((text) => !/\p{Cc}|\p{Zl}|\p{Zp}/u.test(text) && !DIRECTION.test(text), 'holds a character of no line')
    .refine((text) => text === text.trim(), 'begins or ends with a space')

/** The account that signs; mixed case must be a right ERC-55 checksum. */
export const signerSchema = z
  .string()
  .regex(/^0x[0-9a-fA-F]{40}$/, 'is no address')
  .refine((value) => isAddress(value), 'has a wrong checksum')
  .transform((value) => value as `0x${string}`)

/** 32 bytes in lower-case hex. */
export const wordSchema = z
  .string()
  .regex(/^0x[0-9a-f]{64}$/, 'is not 32 bytes in lower-case hex')
  .transform((value) => value as `0x${string}`)

/** A whole number as uint48 holds it. */
export const uint48Schema = z.int().min(0).max(LAST_SECOND)

/** A signature: 65 bytes of a key, or what a contract wants (ERC-1271): from nothing to 16 KiB. */
export const signatureSchema = z
  .string()
  .regex(/^0x([0-9a-fA-F]{2}){0,16384}$/, 'is no signature in hex, or longer than 16,384 bytes')
  .transform((value) => value as `0x${string}`)
