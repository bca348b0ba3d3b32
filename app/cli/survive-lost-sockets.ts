import { say } from './log'

// postgres.js 3.4.9 sends a query of a transaction whose connection was just lost to no socket, from a callback that nobody
// can catch, and never settles it (github.com/porsager/postgres issues 1154 and 1208).
const isLostSocket = (error: unknown): boolean =>
  error instanceof TypeError && /nextWrite[^\n]*postgres\/src\/connection\.js/.test(error.stack ?? '')

// Nor can anybody catch what becomes of its own first query on a connection, which asks for the types of arrays.
const isLostAtFirst = (error: unknown): boolean =>
  error instanceof Error && 'query' in error && /^\s*select b\.oid, b\.typarray\s/.test(String(error.query))

/** Runs `renew` one at a time, and once more where more was lost meanwhile. */
const createRenewal = (renew: () => Promise<void>) => {
  let lost = 0
  let isRunning = false
  return async (): Promise<void> => {
    lost++
    if (isRunning) return
    isRunning = true
    for (let seen = 0; seen !== lost; ) {
      seen = lost
      await renew().catch((cause: unknown) => console.error('the connections could not be made anew:', cause))
    }
    isRunning = false
  }
}

/**
 * Keeps the process alive where the database's driver lost a socket: `renew` must end every connection, which settles what
 * waits on them, and let the next request connect anew. Any other error that nobody caught still ends the process.
 */
export const surviveLostSockets = (renew: () => Promise<void>): void => {
  const renewAll = createRenewal(renew)
  process.on('uncaughtException', (error) => {
    if (!isLostSocket(error) && !isLostAtFirst(error)) {
      console.error(error)
      process.exit(1)
    }
    say('portal', 'a connection to the database was lost in the middle; all are made anew')
    void renewAll()
  })
}
