import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'

/** Where groups of processes can be made, by controller; `cpu` only where it is there. */
export type CgroupParents = { version: 1 | 2; memory: string; pids: string; cpu: string | null }

type Place = { mounts: string; own: string }

const readPlace = (): Place => ({
  mounts: readFileSync('/proc/self/mountinfo', 'utf8'),
  own: readFileSync('/proc/self/cgroup', 'utf8'),
})

/**
 * The folders below which this process can limit others: version 2 where its controllers are there, else version 1; null
 * when neither. Source: cgroups(7). Whether a folder can be made there shows when it is made.
 */
export const findCgroups = (place: Place = readPlace()): CgroupParents | null =>
  findVersion2(place) ?? findVersion1(place)

type Mount = { root: string; point: string; type: string; options: string[] }

const listMounts = (text: string): Mount[] =>
  text.split('\n').flatMap((line) => {
    const [before = '', after = ''] = line.split(' - ')
    const [, , , root = '', point = ''] = before.split(' ')
    const [type = '', , options = ''] = after.split(' ')
    return type === 'cgroup' || type === 'cgroup2' ? [{ root, point, type, options: options.split(',') }] : []
  })

/** The own path of the hierarchy with this controller, or of version 2's. */
const findOwn = (text: string, controller: string): string | null => {
  for (const line of text.split('\n')) {
    const [, names = '', path = ''] = /^\d+:([^:]*):(.*)$/.exec(line) ?? []
    if (path !== '' && (controller === '' ? names === '' : names.split(',').includes(controller))) return path
  }
  return null
}

/** In a namespace the mount begins lower than the hierarchy does. */
const toFolder = ({ root, point }: Mount, own: string) => {
  const isBelow = root === '/' || own === root || own.startsWith(`${root}/`)
  const below = isBelow ? own.slice(root === '/' ? 0 : root.length) : ''
  return resolve(join(point, below))
}

const findVersion2 = ({ mounts, own }: Place): CgroupParents | null => {
  const mount = listMounts(mounts).find(({ type }) => type === 'cgroup2')
  const path = findOwn(own, '')
  if (mount === undefined || path === null) return null
  const folder = toFolder(mount, path)
  // A group with processes in it gives no controller to groups below it: then beside it, as DelegateSubgroup= has it.
  const candidates = folder === mount.point ? [folder] : [folder, dirname(folder)]
  const parent = candidates.find(canLimit)
  if (parent === undefined) return null
  const hasCpu = readControllers(parent, 'cgroup.subtree_control').includes('cpu')
  return { version: 2, memory: parent, pids: parent, cpu: hasCpu ? parent : null }
}

const canLimit = (folder: string): boolean => {
  const isThere = () => {
    const given = readControllers(folder, 'cgroup.subtree_control')
    return given.includes('memory') && given.includes('pids')
  }
  if (isThere()) return true
  const available = readControllers(folder, 'cgroup.controllers')
  if (!available.includes('memory') || !available.includes('pids')) return false
  try {
    const wanted = ['memory', 'pids', 'cpu'].filter((name) => available.includes(name))
    writeFileSync(join(folder, 'cgroup.subtree_control'), wanted.map((name) => `+${name}`).join(' '))
    return isThere()
  } catch {
    return false
  }
}

const readControllers = (folder: string, file: string): string[] => {
  const path = join(folder, file)
  return existsSync(path) ? readFileSync(path, 'utf8').trim().split(/\s+/) : []
}

const findVersion1 = ({ mounts, own }: Place): CgroupParents | null => {
  const find = (controller: string) => {
    const mount = listMounts(mounts).find(({ type, options }) => type === 'cgroup' && options.includes(controller))
    const path = findOwn(own, controller)
    if (mount === undefined || path === null) return null
    const folder = toFolder(mount, path)
    return existsSync(folder) ? folder : null
  }
  const [memory, pids] = [find('memory'), find('pids')]
  return memory === null || pids === null ? null : { version: 1, memory, pids, cpu: find('cpu') }
}
