/**
 * Aborts on Ctrl-C, on SIGTERM, when the supervisor that started this process is gone, and when nobody reads its log
 * any more (a closed terminal), so that nothing is left running without anyone knowing.
 */
export const createStopSignal = (): AbortSignal => {
  const controller = new AbortController()
  const stop = () => controller.abort()
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, stop)
  process.on('disconnect', stop)
  // Gone before anyone listened: a supervisor may be killed while its children still start.
  if (process.connected === false) stop()
  for (const stream of [process.stdout, process.stderr]) stream.on('error', stop)
  return controller.signal
}
