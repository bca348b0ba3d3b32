type Keep<Value> = (block: string, key: string, make: () => Promise<Value>) => Promise<Value>

/**
 * Keeps what was made of the newest block (its hash) by key, at most so many, so that readers of one block make it once.
 * What failed is made again.
 */
export const createBlockCache = <Value>(most: number): Keep<Value> => {
  let newest = ''
  const kept = new Map<string, Promise<Value>>()
  return (block, key, make) => {
    if (block !== newest) kept.clear()
    newest = block
    const found = kept.get(key)
    if (found !== undefined) return found
    const made = make()
    kept.set(key, made)
    const [oldest] = kept.keys()
    if (kept.size > most && oldest !== undefined) kept.delete(oldest)
    made.catch(() => kept.get(key) === made && kept.delete(key))
    return made
  }
}
