import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, onTestFinished, test } from 'vitest'
import { nobody } from '#test/support/cli'
import { type JobOptions, requestScript, startLocalRunner } from '#test/support/local-runner'
import { buildShellRoot } from '#test/support/root-tar'
import { waitUntil } from '#test/support/wait-until'
import { specDigest } from '~/domain/workload-spec'
import { readLeaseFile } from '~/runner/local/lease-folder'
import { createLocalRunner } from '~/runner/local/local-runner'
import { isAlive } from '~/runner/local/process-id'
import { readOutput } from '~/runner/read-output'

const root = await buildShellRoot()

/** Runs a script to its end; answers how it ended, and where. */
const run = async (script: string, options: JobOptions = {}, limits: 'kernel' | 'polled' = 'kernel') => {
  const started = await startLocalRunner({ limits })
  const job = await started.runner.start(requestScript(root, { lease: 'one', script, folder: started.folder }, options))
  const ended = await job.wait()
  const log = readFileSync(join(started.leaseFolder('one'), 'log'), 'utf8')
  const read = (name: string) => readFileSync(join(started.folder, 'outputs/one', name), 'utf8')
  return { ...ended, log, read, ...started }
}

/** Processes of this machine that have the text in their command line. */
const findProcesses = (text: string): number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(text)
      } catch {
        return false
      }
    })

describe.each(['kernel', 'polled'] as const)('limits, %s', (limits) => {
  test('P2 a job over its memory is killed, and that is the cause', async () => {
    const memory = { limits: { memoryBytes: 1 << 26 } }
    expect(await run('tail /dev/zero', memory, limits)).toMatchObject({ outcome: { kind: 'killed', cause: 'memory' } })
    const child = await run('tail /dev/zero & wait; sleep 20', memory, limits)
    expect(child).toMatchObject({ outcome: { kind: 'killed', cause: 'memory' } })
    expect(child.ended - (child.started ?? 0)).toBeLessThan(10)
  })

  test('P2 a job with too many processes is killed, and that is the cause', async () => {
    const few = { limits: { processes: 5 } }
    const bomb = 'while :; do sleep 60 & done'
    expect(await run(bomb, few, limits)).toMatchObject({ outcome: { kind: 'killed', cause: 'processes' } })
    // The shell and four more are just as many as it may have.
    const within = 'for i in 1 2 3 4; do sleep 1 & done; wait'
    expect(await run(within, few, limits)).toMatchObject({ outcome: { kind: 'exited', code: 0 } })
  })

  test('P2 a job over its time is killed, and that is the cause', async () => {
    const found = await run("trap '' TERM; while :; do sleep 1; done", { limits: { seconds: 2 } }, limits)
    expect(found.outcome).toEqual({ kind: 'killed', cause: 'time' })
    expect(found.ended - (found.started ?? 0)).toBeGreaterThanOrEqual(2)
    expect(found.ended - (found.started ?? 0)).toBeLessThan(5)
  })

  test('P2 a job that writes too much is killed, and that is the cause', async () => {
    const little = { limits: { outputBytes: 100_000 } }
    const killed = { outcome: { kind: 'killed', cause: 'output' } }
    expect(await run('head -c 100002 /dev/zero > /output/one', little, limits)).toMatchObject(killed)
    expect(
      await run('for i in 1 2 3; do head -c 40000 /dev/zero > /output/$i; done; sleep 20', little, limits),
    ).toMatchObject(killed)
    expect(await run('while :; do echo too much is said; done', little, limits)).toMatchObject(killed)
    expect(await run('i=0; while :; do : > /output/$((i++)); done', little, limits)).toMatchObject(killed)
    expect(await run('head -c 90000 /dev/zero > /output/one', little, limits)).toMatchObject({
      outcome: { kind: 'exited', code: 0 },
    })
  })
})

test('P2 what a job says and leaves, and the code that it ends with, are kept', async () => {
  const input = mkdtempSync(join(tmpdir(), 'ostrakon-input-'))
  chmodSync(input, 0o755)
  onTestFinished(() => rmSync(input, { recursive: true }))
  writeFileSync(join(input, 'question'), 'what?')
  const script =
    'echo said; cat /input/question > /output/answer; echo x > /input/question; echo "$WORD $HOME" >> /output/answer; exit 3'
  const found = await run(script, { inputFolder: input, env: { WORD: 'a b' } })
  expect(found.outcome).toEqual({ kind: 'exited', code: 3 })
  expect(found.read('answer')).toBe('what?a b /tmp\n')
  expect(found.log).toMatch(/^said\n[\s\S]*Read-only file system/)
  expect(readFileSync(join(input, 'question'), 'utf8')).toBe('what?')
  expect(await run('kill -SEGV $$')).toMatchObject({ outcome: { kind: 'exited', code: 139 } })
})

describe('isolation', () => {
  test('P3 a job has no network: neither this machine nor any other is reached from within', async () => {
    const reached: string[] = []
    const server = createServer((socket) => {
      reached.push(String(socket.remoteAddress))
      socket.end('hello')
    }).listen(0, '127.0.0.1')
    onTestFinished(() => void server.close())
    await once(server, 'listening')
    const { port } = server.address() as { port: number }
    const script = `exec 2>&1
      while read -r line; do echo "device $line"; done < /proc/net/dev
      while read -r line; do echo "route $line"; done < /proc/net/route
      if exec 3<>/dev/tcp/127.0.0.1/${port}; then echo REACHED; fi
      if exec 3<>/dev/tcp/192.0.2.1/80; then echo REACHED; fi`
    const { outcome, log } = await run(script)
    expect(outcome.kind).toBe('exited')
    expect(log).not.toContain('REACHED')
    expect(log.match(/^device \w+:/gm)).toEqual(['device lo:'])
    expect(log.match(/^route [a-z]/gm)).toBeNull()
    expect(log).toMatch(/127.0.0.1.*(refused|unreachable)/i)
    expect(log).toMatch(/192.0.2.1.*unreachable/i)
    expect(reached).toEqual([])
    // The server could have been reached: this process does.
    const outside = spawn('bash', ['-c', `exec 3<>/dev/tcp/127.0.0.1/${port}; cat <&3`])
    await once(outside, 'close')
    expect(reached).toEqual(['127.0.0.1'])
  })

  test('P3 a job sees its root, its input and its output, and nothing of this machine', async () => {
    const secret = join(tmpdir(), 'ostrakon-host-secret')
    writeFileSync(secret, 'host')
    onTestFinished(() => rmSync(secret))
    const script = `ls -a / > /output/root; ls /proc > /output/proc; ls /dev > /output/dev; ls /tmp > /output/tmp
      for path in ${secret} /etc/passwd /home /root /sys /run /oldroot /newroot ${fileURLToPath(import.meta.url)}; do
        if [ -e "$path" ]; then echo "$path" >> /output/seen; fi
      done
      while read -r line; do echo "$line"; done < /proc/self/status > /output/status
      while read -r line; do echo "$line"; done < /proc/self/mounts > /output/mounts
      for place in / /bin /proc/sys /dev; do touch $place/mark 2>/dev/null && echo "$place" >> /output/written; done
      touch /tmp/mark /output/mark; echo $PPID > /output/parent; exit 0`
    const found = await run(script)
    expect(found.outcome).toEqual({ kind: 'exited', code: 0 })
    const outputs = readdirSync(join(found.folder, 'outputs/one')).sort()
    expect(outputs).not.toContain('seen')
    expect(found.read('root').trim().split('\n')).toEqual(
      expect.arrayContaining(['.', '..', 'bin', 'dev', 'input', 'lib', 'output', 'proc', 'tmp']),
    )
    for (const name of ['etc', 'home', 'root', 'sys', 'usr/share'])
      expect(found.read('root')).not.toMatch(new RegExp(`^${name}$`, 'm'))
    expect(found.read('tmp')).toBe('')
    expect(found.read('dev')).not.toMatch(/^(mem|kmsg|sd|vd|kvm|fuse|nvidia)/m)
    // Its own processes, the sandbox's first and the shell, and none of the host's.
    expect(
      found
        .read('proc')
        .match(/^\d+$/gm)
        ?.map(Number)
        .every((pid) => pid < 10),
    ).toBe(true)
    expect(found.read('parent').trim()).toBe('1')
    expect(found.read('status')).toMatch(/^CapEff:\s+0{16}$/m)
    expect(found.read('status')).toMatch(/^CapBnd:\s+0{16}$/m)
    expect(found.read('status')).toMatch(/^NoNewPrivs:\s+1$/m)
    if (process.getuid?.() === 0) expect(found.read('status')).toMatch(/^Uid:\s+65534\b/m)
    expect(
      found
        .read('mounts')
        .split('\n')
        .filter((line) => / \/ /.test(line))
        .every((line) => / ro[, ]/.test(line)),
    ).toBe(true)
    expect(outputs.includes('written') ? found.read('written') : '').not.toMatch(/^\/(bin)?$|proc/m)
  })

  test('P3 what a job leaves in its output cannot make a reader leave the folder', async () => {
    const found = await run('mkdir /output/a; echo one > /output/a/b; echo two > /output/c')
    const folder = join(found.folder, 'outputs/one')
    expect((await readOutput(folder)).map(({ name, size }) => [name, size])).toEqual([
      ['a/b', 4],
      ['c', 4],
    ])
    const linked = await run('ln -s /etc/passwd /output/c')
    await expect(readOutput(join(linked.folder, 'outputs/one'))).rejects.toMatchObject({ code: 'bad_output' })
  })
})

test.runIf(process.getuid?.() === 0)(
  'P3 an agent that is not root has the same sandbox, and limits that it can set',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'ostrakon-nobody-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    chmodSync(folder, 0o777)
    const program = fileURLToPath(new URL('../../support/runner-agent.mjs', import.meta.url))
    const user = nobody.uid === undefined ? {} : { uid: nobody.uid, gid: nobody.uid }
    const runAsNobody = async (lease: string, script: string) => {
      const request = requestScript(root, { lease, script, folder }, { limits: { processes: 5, memoryBytes: 1 << 26 } })
      const given = JSON.stringify({ settings: { folder: join(folder, 'leases') }, request })
      const agent = spawn(process.execPath, [program, given], { ...user, cwd: '/' })
      let said = ''
      agent.stdout.on('data', (data) => {
        said += data
      })
      await once(agent, 'close')
      return JSON.parse(said).ended.outcome
    }
    chmodSync(dirname(root.path), 0o755)
    expect(
      await runAsNobody(
        'one',
        'ls / > /output/root; while read -r l; do echo "$l"; done < /proc/net/dev > /output/net',
      ),
    ).toEqual({
      ...{ kind: 'exited', code: 0 },
    })
    expect(readFileSync(join(folder, 'outputs/one/root'), 'utf8')).toMatch(/^bin\ndev\ninput\n/)
    expect(readFileSync(join(folder, 'outputs/one/net'), 'utf8').match(/^\w+:/gm)).toEqual(['lo:'])
    expect(await runAsNobody('two', 'tail /dev/zero')).toEqual({ kind: 'killed', cause: 'memory' })
    expect(await runAsNobody('three', 'while :; do sleep 60 & done')).toEqual({ kind: 'killed', cause: 'processes' })
  },
)

describe('an agent that is killed', () => {
  const agents: ChildProcess[] = []
  afterAll(() => {
    for (const agent of agents) agent.kill('SIGKILL')
  })

  /** An agent in a process of its own, that starts what the request says and then waits to be killed. */
  const startAgent = async (settings: object, request: object, { until }: { until: () => boolean }) => {
    const program = fileURLToPath(new URL('../../support/runner-agent.mjs', import.meta.url))
    const agent = spawn(process.execPath, [program, JSON.stringify({ settings, request })], { stdio: 'inherit' })
    agents.push(agent)
    await waitUntil('what the agent starts', async () => until())
    agent.kill('SIGKILL')
    await once(agent, 'exit')
  }
  const script = 'echo begun >> /output/begun; for i in 1 2 3 4 5 6 7 8; do sleep 0.5; done; echo done >> /output/done'

  test('P4 the next agent adopts the job, which runs on, once', async () => {
    const { runner, folder, settings, leaseFolder } = await startLocalRunner()
    const request = requestScript(root, { lease: 'mid', script, folder })
    const begun = join(folder, 'outputs/mid/begun')
    await startAgent(settings, request, { until: () => existsSync(begun) })
    const next = await createLocalRunner(settings)
    const job = await next.adopt('mid')
    expect(await job?.status()).toMatchObject({ phase: 'running', started: expect.any(Number) })
    expect(job?.specDigest).toBe(request.specDigest)
    await expect(next.start(request)).rejects.toMatchObject({ code: 'lease_known' })
    await expect(runner.start(request)).rejects.toMatchObject({ code: 'lease_known' })
    expect((await next.probe()).free).toBe(7)
    expect(findProcesses(leaseFolder('mid')).length).toBeGreaterThan(0)
    expect(await job?.wait()).toMatchObject({ outcome: { kind: 'exited', code: 0 } })
    expect(readFileSync(begun, 'utf8')).toBe('begun\n')
    expect(readFileSync(join(folder, 'outputs/mid/done'), 'utf8')).toBe('done\n')
    expect((await next.probe()).free).toBe(8)
  })

  test('P4 a job whose supervisor is killed too is ended, and said to be lost', async () => {
    const { folder, settings, leaseFolder } = await startLocalRunner()
    await startAgent(settings, requestScript(root, { lease: 'mid', script, folder }), {
      until: () => existsSync(join(folder, 'outputs/mid/begun')),
    })
    const claim = readLeaseFile(leaseFolder('mid'), 'claim')
    const first = readLeaseFile(leaseFolder('mid'), 'begun')?.first
    if (claim === null || first === undefined) throw new Error('nothing was begun')
    expect(isAlive(first)).toBe(true)
    process.kill(claim.pid, 'SIGKILL')
    const job = await (await createLocalRunner(settings)).adopt('mid')
    expect(await job?.status()).toMatchObject({ phase: 'ended', outcome: { kind: 'lost' } })
    expect(isAlive(first)).toBe(false)
    await pause(500)
    expect(existsSync(join(folder, 'outputs/mid/done'))).toBe(false)
    expect(findProcesses(leaseFolder('mid'))).toEqual([])
  })

  test('P4 an agent that is killed before its job began leaves a lease that can begin, or one that never will', async () => {
    const { runner, folder, settings, leaseFolder } = await startLocalRunner()
    // In the middle of the archive: nothing ran, and it may begin anew.
    mkdirSync(join(leaseFolder('early'), 'root'), { recursive: true })
    const early = requestScript(root, { lease: 'early', script: 'exit 5', folder })
    await expect(runner.start(early)).rejects.toMatchObject({ code: 'lease_known' })
    expect(await runner.adopt('early')).toBeNull()
    expect(await (await runner.start(early)).wait()).toMatchObject({ outcome: { kind: 'exited', code: 5 } })
    // With a plan that no supervisor has taken: one that comes late finds it taken.
    const late = requestScript(root, { lease: 'late', script, folder })
    await startAgent(settings, late, { until: () => readLeaseFile(leaseFolder('late'), 'begun') !== null })
    const plan = readFileSync(join(leaseFolder('late'), 'job.json'))
    await (await runner.adopt('late'))?.stop(0)
    await (await runner.adopt('late'))?.remove()
    mkdirSync(join(leaseFolder('late'), 'root'), { recursive: true })
    writeFileSync(join(leaseFolder('late'), 'job.json'), plan)
    rmSync(join(folder, 'outputs/late/begun'))
    const job = await runner.adopt('late')
    expect(await job?.status()).toMatchObject({
      phase: 'ended',
      started: null,
      outcome: { kind: 'lost', reason: 'it never began' },
    })
    const supervisor = fileURLToPath(new URL('../../../app/runner/local/supervise.mjs', import.meta.url))
    await once(spawn(process.execPath, [supervisor, leaseFolder('late')]), 'exit')
    expect(existsSync(join(folder, 'outputs/late/begun'))).toBe(false)
  })

  test('P4 of many starts at once one runs', async () => {
    const { runner, folder, settings } = await startLocalRunner()
    const other = await createLocalRunner(settings)
    const request = requestScript(root, { lease: 'same', script: 'echo x >> /output/x', folder })
    const results = await Promise.allSettled([runner, other, runner, other].map((one) => one.start(request)))
    expect(results.filter(({ status }) => status === 'fulfilled').length).toBe(1)
    expect(await (await runner.adopt('same'))?.wait()).toMatchObject({ outcome: { kind: 'exited', code: 0 } })
    expect(readFileSync(join(folder, 'outputs/same/x'), 'utf8')).toBe('x\n')
  })
})

describe('notice', () => {
  const start = async (script: string) => {
    const started = await startLocalRunner()
    const job = await started.runner.start(requestScript(root, { lease: 'one', script, folder: started.folder }))
    await waitUntil('a job that is ready', async () => existsSync(join(started.folder, 'outputs/one/ready')))
    return { ...started, job }
  }

  test('P5 a job is told by TERM and has its grace to finish', async () => {
    const script =
      "trap 'sleep 1; echo saved > /output/saved; exit 0' TERM; : > /output/ready; while :; do sleep 0.1; done"
    const { job, folder } = await start(script)
    const began = performance.now()
    expect(await job.stop(20)).toMatchObject({ phase: 'ended', outcome: { kind: 'killed', cause: 'notice' } })
    expect(performance.now() - began).toBeLessThan(10_000)
    expect(readFileSync(join(folder, 'outputs/one/saved'), 'utf8')).toBe('saved\n')
  })

  test('P5 a job that does not listen is killed after its grace, with all that it started', async () => {
    const script =
      "trap 'echo told > /output/told' TERM; : > /output/ready; while :; do sleep 0.1; done & while :; do sleep 0.1; done"
    const { job, folder, leaseFolder } = await start(script)
    const first = readLeaseFile(leaseFolder('one'), 'begun')?.first
    const began = performance.now()
    expect(await job.stop(2)).toMatchObject({ outcome: { kind: 'killed', cause: 'notice' } })
    const took = performance.now() - began
    expect(took).toBeGreaterThan(1_900)
    expect(took).toBeLessThan(6_000)
    expect(readFileSync(join(folder, 'outputs/one/told'), 'utf8')).toBe('told\n')
    expect(first && isAlive(first)).toBe(false)
    expect(findProcesses(leaseFolder('one'))).toEqual([])
    expect(await job.stop(0)).toEqual(await job.status())
  })
})

describe('without a sandbox', () => {
  test.each([
    ['absent', '/nowhere/bwrap'],
    ['failing', '/bin/false'],
  ])('P6 there is no service when bubblewrap is %s', async (_, bubblewrap) => {
    await expect(startLocalRunner({ bubblewrap })).rejects.toMatchObject({
      code: 'no_sandbox',
      message: expect.stringMatching(/No sandbox, no service: .*--unsafe-no-sandbox/),
    })
  })

  test('P6 a sandbox that goes later takes the jobs with it, and none runs without', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'ostrakon-bwrap-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    const bubblewrap = join(folder, 'bwrap')
    writeFileSync(bubblewrap, '#!/bin/sh\nexec bwrap "$@"\n', { mode: 0o755 })
    chmodSync(folder, 0o755)
    const { runner, folder: place } = await startLocalRunner({ bubblewrap })
    rmSync(bubblewrap)
    const job = await runner.start(requestScript(root, { lease: 'one', script: ': > /output/ran', folder: place }))
    expect(await job.wait()).toMatchObject({ started: null, outcome: { kind: 'lost' } })
    expect(existsSync(join(place, 'outputs/one/ran'))).toBe(false)
  })

  test('P6 only by the explicit wish does a job run without one', async () => {
    const { runner, folder } = await startLocalRunner({ bubblewrap: '/nowhere/bwrap', unsafeNoSandbox: true })
    const script = 'echo here > "$1"; exit 4'
    const request = requestScript(root, { lease: 'bare', script, folder })
    const spec = { ...request.spec, command: [...request.spec.command, 'sh', '/output/x'] }
    const job = await runner.start({ ...request, spec, specDigest: specDigest(spec) })
    expect(await job.wait()).toMatchObject({ outcome: { kind: 'exited', code: 4 } })
    expect(readFileSync(join(folder, 'outputs/bare/x'), 'utf8')).toBe('here\n')
  })
})
