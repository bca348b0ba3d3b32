import { type Hex, isHex } from 'viem'

const wrappers = ['data', 'error', 'originalError', 'cause', 'info'] as const
const maxDepth = 8
const selectorLength = 10

/** A layer of an error: wallets, nodes and libraries wrap one in another. */
export type Layer = Readonly<Record<string, unknown>>

const isLayer = (value: unknown): value is Layer => typeof value === 'object' && value !== null

/** The error and everything that it wraps, the outermost first. */
export const listLayers = (error: unknown, depth = 0): Layer[] => {
  if (!isLayer(error) || depth > maxDepth) return []
  return [error, ...wrappers.flatMap((key) => listLayers(error[key], depth + 1))]
}

/** The bytes with which a call reverted, wherever they are wrapped; null where the error carries none. */
export const findRevertData = (error: unknown): Hex | null => {
  for (const layer of listLayers(error)) {
    const { data } = layer as { data?: unknown }
    if (isHex(data) && data.length >= selectorLength) return data
  }
  return null
}
