/**
 * Aborts on Ctrl-C, on SIGTERM, and when the supervisor that started this process is gone, so that nothing is left
 * running without it.
 */
export const createStopSignal = (): AbortSignal => {
  const controller = new AbortController()
  const stop = () => controller.abort()
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, stop)
  process.on('disconnect', stop)
  return controller.signal
}
