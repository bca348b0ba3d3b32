/**
 * Asks once for all who ask at a time: while an answer is on its way, those who come share the next one. So none gets an
 * answer to a question that was put before its own.
 */
export const shareNext = <Value>(ask: () => Promise<Value>): (() => Promise<Value>) => {
  let running: Promise<unknown> | null = null
  let next: Promise<Value> | null = null
  const run = (): Promise<Value> => {
    const asked = ask()
    const settled = asked.then(
      () => undefined,
      () => undefined,
    )
    running = settled
    void settled.then(() => {
      if (running === settled) running = null
    })
    return asked
  }
  return () => {
    if (running === null) return run()
    next ??= running.then(() => {
      next = null
      return run()
    })
    return next
  }
}
