import { readdirSync, readFileSync } from 'node:fs'

/** A process beyond doubt: numbers come again, after a restart too, with another start or boot. */
export type ProcessId = { pid: number; startTicks: string; boot: string }

type Stat = { parent: number; startTicks: string; state: string; residentPages: number; threads: number }

const readBoot = () => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()

/** What the kernel says of a process; null when there is none. Source: proc_pid_stat(5). */
const readStat = (pid: number): Stat | null => {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name, in brackets, may hold anything.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
    const [state = '', parent = ''] = fields
    return {
      state,
      parent: Number(parent),
      startTicks: fields[19] ?? '',
      residentPages: Number(fields[21]),
      threads: Number(fields[17]),
    }
  } catch {
    return null
  }
}

/** Null when the process is gone. */
export const identifyProcess = (pid: number): ProcessId | null => {
  const stat = readStat(pid)
  return stat && { pid, startTicks: stat.startTicks, boot: readBoot() }
}

/** Whether just this process is there, and no zombie. */
export const isAlive = ({ pid, startTicks, boot }: ProcessId): boolean => {
  const stat = readStat(pid)
  return stat !== null && stat.state !== 'Z' && stat.startTicks === startTicks && readBoot() === boot
}

/** KILL for just this process; nothing when it is gone. */
export const killProcess = (id: ProcessId, signal: NodeJS.Signals = 'SIGKILL'): void => {
  if (!isAlive(id)) return
  try {
    process.kill(id.pid, signal)
  } catch {
    // Gone in between.
  }
}

const PAGE_BYTES = 4096

type Descendant = { pid: number; threads: number; residentBytes: number }

/** All below a process, itself left out; a process of a namespace whose parent dies stays below the namespace's first. */
export const listDescendants = (pid: number): Descendant[] => {
  const children = new Map<number, Descendant[]>()
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    const stat = readStat(Number(name))
    if (stat === null || stat.state === 'Z') continue
    const { threads, residentPages } = stat
    const one = { pid: Number(name), threads, residentBytes: residentPages * PAGE_BYTES }
    children.set(stat.parent, [...(children.get(stat.parent) ?? []), one])
  }
  const found: Descendant[] = []
  const open = [pid]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const below = children.get(next) ?? []
    found.push(...below)
    open.push(...below.map((child) => child.pid))
  }
  return found
}
