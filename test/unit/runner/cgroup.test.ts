import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createFolderWith } from '#test/support/folders'
import { addToCgroup, createCgroup, readCgroupEvents } from '~/runner/local/cgroup'
import { findCgroups } from '~/runner/local/find-cgroups'

const mount = (point: string, type: string, options: string, root = '/') =>
  `30 20 0:26 ${root} ${point} rw,nosuid shared:4 - ${type} ${type} ${options}\n`
const limits = { memoryBytes: 1000, processes: 5, cpus: 2 }

describe('cgroups, version 2', () => {
  test('a group is made where the own one gives memory and pids to those below', async () => {
    const folder = await createFolderWith({ 'own/cgroup.subtree_control': 'cpu memory pids\n' })
    const place = { mounts: mount(folder, 'cgroup2', 'rw'), own: '0::/own\n' }
    const own = join(folder, 'own')
    expect(findCgroups(place)).toEqual({ version: 2, memory: own, pids: own, cpu: own })
  })

  test('and beside the own one where that is a leaf', async () => {
    const folder = await createFolderWith({
      'service/cgroup.subtree_control': 'memory pids',
      'service/agent/cgroup.subtree_control': '',
      'service/agent/cgroup.controllers': '',
    })
    const found = findCgroups({ mounts: mount(folder, 'cgroup2', 'rw'), own: '0::/service/agent\n' })
    expect(found).toEqual({ version: 2, memory: join(folder, 'service'), pids: join(folder, 'service'), cpu: null })
  })

  test('limits and events are those of cgroup-v2', async () => {
    const folder = await createFolderWith({ 'cgroup.subtree_control': 'memory pids cpu' })
    const cgroup = createCgroup({ version: 2, memory: folder, pids: folder, cpu: folder }, 'job', limits)
    if (cgroup === null) throw new Error('no group was made')
    const read = (name: string) => readFile(join(folder, 'job', name), 'utf8')
    expect(await read('memory.max')).toBe('1000')
    expect(await read('pids.max')).toBe('5')
    expect(await read('cpu.max')).toBe('200000 100000')
    addToCgroup(cgroup, 77)
    expect(await read('cgroup.procs')).toBe('77')
    expect(readCgroupEvents(cgroup)).toEqual({ memory: 0, processes: 0 })
    await writeFile(join(folder, 'job/memory.events'), 'low 0\nhigh 0\nmax 12\noom 2\noom_kill 3\noom_group_kill 1\n')
    await writeFile(join(folder, 'job/pids.events'), 'max 4\n')
    expect(readCgroupEvents(cgroup)).toEqual({ memory: 3, processes: 4 })
  })
})

describe('cgroups, version 1', () => {
  test('are taken where version 2 has no controllers, one folder for each', async () => {
    const folder = await createFolderWith({ 'unified/cgroup.controllers': '', 'unified/cgroup.subtree_control': '' })
    for (const name of ['memory/a/b', 'pids']) await mkdir(join(folder, name), { recursive: true })
    const mounts = [
      mount(join(folder, 'unified'), 'cgroup2', 'rw'),
      mount(join(folder, 'memory'), 'cgroup', 'rw,memory'),
      mount(join(folder, 'pids'), 'cgroup', 'rw,pids'),
    ].join('')
    expect(findCgroups({ mounts, own: '4:memory:/a/b\n8:pids:/\n0::/\n' })).toEqual({
      ...{ version: 1, memory: join(folder, 'memory/a/b'), pids: join(folder, 'pids'), cpu: null },
    })
  })

  test('in a container the mount begins where the namespace does', async () => {
    const folder = await createFolderWith()
    for (const name of ['memory', 'pids/sub']) await mkdir(join(folder, name), { recursive: true })
    const mounts = [
      mount(join(folder, 'memory'), 'cgroup', 'rw,memory', '/docker/abc'),
      mount(join(folder, 'pids'), 'cgroup', 'rw,pids', '/docker/abc'),
    ].join('')
    expect(findCgroups({ mounts, own: '4:memory:/docker/abc\n8:pids:/docker/abc/sub\n' })).toEqual({
      ...{ version: 1, memory: join(folder, 'memory'), pids: join(folder, 'pids/sub'), cpu: null },
    })
  })

  test('none is found where there is no controller', () => {
    expect(findCgroups({ mounts: '', own: '' })).toBeNull()
  })
})
