import { connect, type Socket } from 'node:net'

/** Clients that ask for events, read the beginning of the answer and nothing after it. */
export const openSilentStreams = async (origin: string, count: number) => {
  const { hostname, port } = new URL(origin)
  const sockets: Socket[] = []
  const open = () =>
    new Promise<number>((resolve) => {
      const socket = connect(Number(port), hostname)
      sockets.push(socket)
      socket.once('data', (data) => {
        socket.pause()
        resolve(Number(/^HTTP\/1\.1 (\d{3})/.exec(data.toString())?.[1] ?? 0))
      })
      // A refused or reset connection has no status.
      socket.once('error', () => resolve(0))
      socket.once('close', () => resolve(0))
      socket.write('GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\n\r\n')
    })
  const statuses: number[] = []
  for (let opened = 0; opened < count; opened += 100) {
    statuses.push(...(await Promise.all(Array.from({ length: Math.min(100, count - opened) }, open))))
  }
  const close = () => {
    for (const socket of sockets) socket.destroy()
  }
  return { statuses, sockets, close }
}
