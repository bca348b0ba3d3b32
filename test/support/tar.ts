/** One entry of an archive, as wrong as a test wants it. */
export type RawEntry = {
  name: string
  type?: string
  content?: string | Buffer
  target?: string
  size?: number
  prefix?: string
}

const pad = (bytes: Buffer) => Buffer.concat([bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)])

/** A header with a right sum, whatever else it says. */
const headerOf = ({ name, type = '0', content = '', target = '', size, prefix = '' }: RawEntry) => {
  const block = Buffer.alloc(512)
  block.write(name, 0, 100)
  block.write('0000755\0', 100)
  block.write(`${(size ?? Buffer.byteLength(content)).toString(8).padStart(11, '0')}\0`, 124)
  block.write(' '.repeat(8), 148)
  block.write(type, 156)
  block.write(target, 157, 100)
  block.write('ustar\x0000', 257)
  block.write(prefix, 345, 155)
  block.write(
    `${block
      .reduce((sum, byte) => sum + byte, 0)
      .toString(8)
      .padStart(6, '0')}\0 `,
    148,
  )
  return block
}

/** An archive of just these entries. */
export const buildRawTar = (entries: readonly RawEntry[]): Buffer =>
  Buffer.concat([
    ...entries.flatMap((entry) => [headerOf(entry), pad(Buffer.from(entry.content ?? ''))]),
    Buffer.alloc(1024),
  ])

/** A pax record, whose length counts itself. */
export const buildPax = (key: string, value: string): string => {
  const rest = ` ${key}=${value}\n`
  let length = rest.length + 1
  while (`${length}${rest}`.length !== length) length = `${length}${rest}`.length
  return `${length}${rest}`
}
