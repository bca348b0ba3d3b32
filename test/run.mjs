#!/usr/bin/env node
// `npm test`: everything that CI runs, in the order in which it is cheap to fail; `npm test unit api` runs those alone.
import { spawn, spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync } from 'node:fs'

const root = new URL('..', import.meta.url).pathname
const forge = ['node', 'contracts/script/forge.mjs']
const results = 'cache/test-results'

/** @typedef {{ passed: number, failed: number }} Count */
/** @typedef {{ name: string, about: string, command: string[], env?: Record<string, string>, count?: (said: string, code: number) => Count }} Step */

/** One check counts as one. @param {string} _said @param {number} code @returns {Count} */
const countWhole = (_said, code) => ({ passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1 })

/** @param {string} said @param {number} code @returns {Count} */
const countForge = (said, code) => {
  const found = [...said.matchAll(/(\d+) tests? passed, (\d+) failed, (\d+) skipped \(/g)].at(-1)
  if (!found) return countWhole(said, code || 1)
  // A skipped test proves nothing, so it is not let through.
  return { passed: Number(found[1]), failed: Number(found[2]) + Number(found[3]) }
}

/** @param {string} project @returns {Step} */
const vitest = (project) => ({
  name: project,
  about: `vitest, project ${project}`,
  command: [
    ...['node', 'node_modules/vitest/vitest.mjs', 'run', '--project', project],
    ...['--reporter=default', '--reporter=json', `--outputFile=${results}/${project}.json`],
  ],
  count: (_said, code) => {
    try {
      const report = JSON.parse(readFileSync(`${root}${results}/${project}.json`, 'utf8'))
      const broken = report.testResults.filter(
        (/** @type {{ status: string, assertionResults: unknown[] }} */ file) =>
          file.status === 'failed' && file.assertionResults.length === 0,
      ).length
      const failed = report.numFailedTests + report.numPendingTests + report.numTodoTests + broken
      return { passed: report.numPassedTests, failed: failed || (code === 0 ? 0 : 1) }
    } catch {
      return countWhole('', code || 1)
    }
  },
})

/** These take little, so all of them run; after that the first failure ends the run. @type {Step[]} */
const cheap = [
  { name: 'check', about: 'style, unused code, rooms, Solidity style', command: ['npm', 'run', '-s', 'check'] },
  { name: 'types', about: 'TypeScript, every strict flag', command: ['npm', 'run', '-s', 'types'] },
  { name: 'abi', about: 'drift of the generated ABIs and bytecode', command: ['npm', 'run', '-s', 'abi:check'] },
  vitest('unit'),
]

/** @type {Step[]} */
const costly = [
  // Some tests take contracts from their artifacts, which a test run alone does not make.
  { name: 'compile', about: 'forge: contracts and their tests', command: [...forge, 'build'] },
  { name: 'contracts', about: 'forge: units, attacks, invariants', command: [...forge, 'test'], count: countForge },
  {
    name: 'gas',
    about: 'forge: whole transactions against the committed snapshots',
    command: [...forge, 'test'],
    env: { FOUNDRY_PROFILE: 'gas' },
    count: countForge,
  },
  vitest('integration'),
  vitest('api'),
  vitest('e2e'),
]

/** Shows what the command says while it runs. @param {Step} step @returns {Promise<Count>} */
const run = ({ name, about, command: [program = '', ...args], env = {}, count = countWhole }) =>
  new Promise((done) => {
    process.stdout.write(`\n== ${name}: ${about}\n`)
    const began = performance.now()
    const child = spawn(program, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let said = ''
    child.stdout.on('data', (data) => {
      process.stdout.write(data)
      said += data
    })
    child.once('error', ({ message }) => process.stdout.write(`${message}\n`))
    child.once('close', (code) => {
      const counted = count(said, code ?? 1)
      // A runner that fails has failed, whatever it counted.
      const result = code !== 0 && counted.failed === 0 ? { ...counted, failed: 1 } : counted
      const seconds = ((performance.now() - began) / 1000).toFixed(1)
      process.stdout.write(`-- ${name}: ${result.passed} passed, ${result.failed} failed (${seconds} s)\n`)
      done(result)
    })
  })

rmSync(`${root}${results}`, { recursive: true, force: true })
mkdirSync(`${root}${results}`, { recursive: true })
const asked = process.argv.slice(2)
const isAsked = (/** @type {Step} */ { name }) => asked.length === 0 || asked.includes(name)
const known = [...cheap, ...costly].map(({ name }) => name)
const unknown = asked.filter((name) => !known.includes(name))
if (unknown.length > 0) {
  process.stderr.write(`There is no ${unknown.join(', ')}; there are: ${known.join(', ')}.\n`)
  process.exit(3)
}

/** Programs that some tests run, the Debian packages that they are in, and the tests that do not go without. */
const programs = [
  { program: 'age', from: 'age', step: 'unit' },
  { program: 'openssl', from: 'openssl', step: 'unit' },
  { program: 'bwrap', from: 'bubblewrap', step: 'integration' },
]
const missing = programs
  .filter(({ step }) => asked.length === 0 || asked.includes(step))
  .filter(({ program }) => spawnSync(program, ['--version']).error !== undefined)
  .map(({ from }) => from)
if (missing.length > 0) {
  process.stderr.write(`The tests need ${missing.join(' and ')}: apt-get install ${missing.join(' ')}.\n`)
  process.exit(3)
}

const total = { passed: 0, failed: 0 }
const add = (/** @type {Count} */ { passed, failed }) => {
  total.passed += passed
  total.failed += failed
}
for (const step of cheap.filter(isAsked)) add(await run(step))
for (const step of costly.filter(isAsked)) {
  if (total.failed > 0) break
  add(await run(step))
}
process.stdout.write(`\n${total.passed} passed, ${total.failed} failed\n`)
process.exitCode = total.failed === 0 ? 0 : 1
