import { createServer } from 'node:net'
import { AppError } from '~/domain/errors'

/** Throws `port_taken` when something listens on the port already; `setting` is the variable that would change it. */
export const requireFreePort = (port: number, host: string, setting: string): Promise<void> =>
  new Promise((done, fail) => {
    const server = createServer()
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const why = cause.code === 'EADDRINUSE' ? 'is taken' : `cannot be opened (${cause.code})`
      fail(new AppError('port_taken', `Port ${port} on ${host} ${why}: set ${setting} to another one.`, { cause }))
    })
    server.listen({ port, host, exclusive: true }, () => server.close(() => done()))
  })
