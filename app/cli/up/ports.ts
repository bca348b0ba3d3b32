import { type AddressInfo, createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { AppError } from '~/domain/errors'

type Port = { port: number; host: string; setting: string; patience: number }

/**
 * Throws `port_taken` when something listens on the port and does so for `patience` seconds; `setting` is the variable
 * that would change it.
 */
export const requireFreePort = async ({ port, host, setting, patience }: Port): Promise<void> => {
  const end = performance.now() + patience * 1000
  for (;;) {
    const cause = await tryPort(port, host)
    if (cause === null) return
    if (performance.now() > end) {
      const why = cause.code === 'EADDRINUSE' ? 'is taken' : `cannot be opened (${cause.code})`
      throw new AppError('port_taken', `Port ${port} on ${host} ${why}: set ${setting} to another one.`, { cause })
    }
    await sleep(100)
  }
}

const tryPort = (port: number, host: string) =>
  new Promise<NodeJS.ErrnoException | null>((done) => {
    const server = createServer()
    server.once('error', done)
    server.listen({ port, host, exclusive: true }, () => server.close(() => done(null)))
  })

/** A port of this machine on which nothing listens. */
export const findFreePort = () =>
  new Promise<number>((done, fail) => {
    const server = createServer()
    server.once('error', fail)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => done(port))
    })
  })
