import { createSocket } from 'node:dgram'
import { promises as dns } from 'node:dns'
import ipaddr from 'ipaddr.js'

const A = 1
const AAAA = 28

const readQuestion = (query: Buffer) => {
  const labels: string[] = []
  let at = 12
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(query.subarray(at + 1, at + 1 + length).toString())
    at += 1 + length
  }
  return { name: labels.join('.').toLowerCase(), type: query.readUInt16BE(at + 1), end: at + 5 }
}

const buildAnswer = (query: Buffer, end: number, addresses: readonly number[][], type: number): Buffer => {
  const head = Buffer.from(query.subarray(0, end))
  head.writeUInt16BE(addresses.length > 0 ? 0x8180 : 0x8183, 2)
  head.writeUInt16BE(addresses.length, 6)
  head.writeUInt32BE(0, 8)
  // Each for the name of the question, with a time to live of nothing.
  const records = addresses.map((bytes) =>
    Buffer.from([0xc0, 12, 0, type, 0, 1, 0, 0, 0, 0, 0, bytes.length, ...bytes]),
  )
  return Buffer.concat([head, ...records])
}

/** A name server that says what `resolve` says, and a resolver that asks it alone; `asked` are the names it was asked for. */
export const startNameServer = async (resolve: (name: string) => readonly string[]) => {
  const asked: string[] = []
  const socket = createSocket('udp4')
  socket.on('message', (query, { port, address }) => {
    const { name, type, end } = readQuestion(query)
    asked.push(`${name} ${type === A ? 'A' : type === AAAA ? 'AAAA' : type}`)
    const found = resolve(name).map((text) => ipaddr.parse(text).toByteArray())
    const fitting = found.filter(({ length }) => length === (type === A ? 4 : 16))
    socket.send(buildAnswer(query, end, fitting, type), port, address)
  })
  await new Promise<void>((done) => socket.bind(0, '127.0.0.1', done))
  const resolver = new dns.Resolver({ timeout: 1_000, tries: 1 })
  resolver.setServers([`127.0.0.1:${socket.address().port}`])
  const stop = () => new Promise<void>((done) => socket.close(done))
  return { asked, resolver, stop }
}
