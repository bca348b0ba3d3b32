import { execFile } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** A GPU that both its driver and the bus know. */
export type Gpu = { uuid: string; name: string; memoryBytes: number; device: string }

export type GpuSource = { command?: string; pciFolder?: string; driverFolder?: string; timeoutMs?: number }

const fields = 'index,uuid,name,memory.total,pci.bus_id'
const MIB = 1_048_576

/**
 * The GPUs of this machine, by `nvidia-smi` and compared with what the PCI bus shows; none at all, and why, when the two
 * do not agree or nothing sensible is said. Never throws.
 */
export const detectGpus = async (source: GpuSource = {}): Promise<{ gpus: Gpu[]; reason: string | null }> => {
  const { command = 'nvidia-smi', pciFolder = '/sys/bus/pci/devices', timeoutMs = 5_000 } = source
  const { driverFolder = '/proc/driver/nvidia/gpus' } = source
  const said = await ask(command, timeoutMs)
  if ('reason' in said) return { gpus: [], reason: said.reason }
  const onBus = await listBus(pciFolder)
  const gpus: Gpu[] = []
  for (const line of said.text.split('\n').filter((one) => one.trim() !== '')) {
    const row = parseRow(line)
    if (row === null)
      return { gpus: [], reason: `${command} said what cannot be read: ${JSON.stringify(line.slice(0, 80))}.` }
    if (!onBus.has(row.bus))
      return { gpus: [], reason: `${command} names a GPU at ${row.bus}, and the PCI bus has none there.` }
    if (gpus.some(({ uuid }) => uuid === row.uuid)) return { gpus: [], reason: `${command} names ${row.uuid} twice.` }
    const minor = (await findMinor(driverFolder, row.bus)) ?? row.index
    gpus.push({ uuid: row.uuid, name: row.name, memoryBytes: row.memoryBytes, device: `/dev/nvidia${minor}` })
  }
  return gpus.length > 0 ? { gpus, reason: null } : { gpus, reason: `${command} names no GPU.` }
}

type Said = { text: string } | { reason: string }

const ask = (command: string, timeoutMs: number): Promise<Said> =>
  new Promise((done) => {
    // A driver in trouble may hang the program where no signal reaches it, so nobody waits for its end.
    const timer = setTimeout(() => {
      child.kill('SIGKILL')
      for (const stream of [child.stdout, child.stderr]) stream?.destroy()
      child.unref()
      done({ reason: `${command} did not answer within ${timeoutMs / 1000} s.` })
    }, timeoutMs)
    const args = [`--query-gpu=${fields}`, '--format=csv,noheader,nounits']
    const child = execFile(command, args, { maxBuffer: MIB }, (error, stdout) => {
      clearTimeout(timer)
      if (error === null) return done({ text: stdout })
      const { code } = error as NodeJS.ErrnoException
      done({
        reason: code === 'ENOENT' ? `${command} is not installed.` : `${command} failed (${code ?? error.message}).`,
      })
    })
  })

const parseRow = (line: string) => {
  const found =
    /^(\d{1,4}), (GPU-[0-9a-fA-F-]{8,64}), ([^,]{1,80}), (\d{1,9}), ([0-9a-fA-F]{4,8}:[0-9a-fA-F]{2}:[0-9a-fA-F]{2}\.[0-7])$/.exec(
      line.trim(),
    )
  if (found === null) return null
  const [, index = '', uuid = '', name = '', memory = '', bus = ''] = found
  // The bus has four digits of domain where the driver says eight.
  return {
    index: Number(index),
    uuid,
    name,
    memoryBytes: Number(memory) * MIB,
    bus: bus.toLowerCase().replace(/^0{4}(?=[0-9a-f]{4}:)/, ''),
  }
}

/** Addresses of NVIDIA's display controllers: vendor 10de, class 03. */
const listBus = async (folder: string): Promise<Set<string>> => {
  const found = new Set<string>()
  for (const name of await readdir(folder).catch(() => [])) {
    const read = (file: string) => readFile(join(folder, name, file), 'utf8').catch(() => '')
    if ((await read('vendor')).trim() === '0x10de' && (await read('class')).startsWith('0x03'))
      found.add(name.toLowerCase())
  }
  return found
}

const findMinor = async (folder: string, bus: string): Promise<number | null> => {
  const text = await readFile(join(folder, bus, 'information'), 'utf8').catch(() => '')
  const minor = /^Device Minor:\s*(\d+)$/m.exec(text)?.[1]
  return minor === undefined ? null : Number(minor)
}
