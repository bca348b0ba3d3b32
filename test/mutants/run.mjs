// Breaks the code on purpose, one patch at a time, and expects the test that each patch names to turn red.
// `node test/mutants/run.mjs [part of a patch's name ...]`; all of them when none is named. Exit 1 if one survives.
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))
const here = fileURLToPath(new URL('.', import.meta.url))
const notCopied = new Set(['.git', '.data', 'node_modules', 'build', 'coverage'])

const wanted = process.argv.slice(2)
const patches = readdirSync(here)
  .filter((name) => name.endsWith('.patch'))
  .filter((name) => wanted.length === 0 || wanted.some((part) => name.includes(part)))
  .sort()

/** @typedef {{ name: string, rule: string, path: string, test: string }} Mutant */

/**
 * The lines `Rule: ...` and `Test: path name` before the diff say what the patch breaks and what must notice.
 * @param {string} name @returns {Mutant}
 */
const readPatch = (name) => {
  const text = readFileSync(join(here, name), 'utf8')
  const rule = /^Rule: (.+)$/m.exec(text)?.[1]
  const test = /^Test: (\S+) (.+)$/m.exec(text)
  if (rule === undefined || test === null)
    throw new Error(`${name} needs a line "Rule: ..." and a line "Test: path name"`)
  return { name, rule, path: test[1] ?? '', test: test[2] ?? '' }
}

/** @param {string} cwd @param {string} command @param {string[]} args */
const run = (cwd, command, args) => {
  // Colours would stand between the words that are looked for.
  const env = { ...process.env, NO_COLOR: '1' }
  const result = spawnSync(command, args, { cwd, env, encoding: 'utf8', maxBuffer: 1 << 28 })
  return { status: result.status, output: `${result.stdout}${result.stderr}` }
}

/** @param {string} cwd @param {string[]} args */
const forge = (cwd, args) => run(cwd, process.execPath, [join(root, 'contracts/script/forge.mjs'), ...args])

/** @param {string} name */
const inCompute = (name) => `contracts/compute/${name}.sol`

/**
 * Green or red is said by a test; anything else (no such test, code that does not compile) is an error.
 * @param {string} cwd @param {Mutant} mutant
 */
const runTest = (cwd, mutant) => {
  if (!mutant.path.endsWith('.t.sol')) {
    const { status, output } = run(cwd, 'npx', ['vitest', 'run', mutant.path, '-t', mutant.test])
    if (status === 0) return 'green'
    return /Tests\s+\d+ failed/.test(output) ? 'red' : output
  }
  // The tests take these from their artifacts, which a test run alone does not compile again.
  const unimported = [
    ...['StewardGovernor', 'GovernorBounds', 'Council'].map((name) => `contracts/governance/${name}.sol`),
    ...['ModelRegistry', 'Custody', 'Enclaves'].map((name) => `contracts/stewardship/${name}.sol`),
    ...['AllocationPolicy', 'ProviderRegistry', 'ComputeMarket', 'OrderBook', 'Arbitration'].map(inCompute),
    ...['MilestoneLeases', 'NodeRewards', 'UsageReceipts'].map(inCompute),
  ]
  const built = forge(cwd, ['build', ...unimported])
  if (built.status !== 0) return built.output
  const { output } = forge(cwd, ['test', '--match-path', mutant.path, '--match-test', mutant.test])
  if (/^\[FAIL/m.test(output)) return 'red'
  return /^\[PASS/m.test(output) ? 'green' : output
}

/** @param {Mutant} mutant */
const check = (mutant) => {
  const file = join(here, mutant.name)
  const applied = run(tree, 'git', ['apply', file])
  if (applied.status !== 0) return `The patch no longer applies; write it anew.\n${applied.output}`
  try {
    return existsSync(join(tree, mutant.path)) ? runTest(tree, mutant) : `There is no ${mutant.path}.\n`
  } finally {
    run(tree, 'git', ['apply', '--reverse', file])
  }
}

// One copy for all, so that after the first only what a patch touches is compiled again.
const tree = mkdtempSync(join(tmpdir(), 'ostrakon-mutants-'))
let survivors = 0
try {
  cpSync(root, tree, { recursive: true, filter: (from) => !notCopied.has(basename(from)) })
  symlinkSync(join(root, 'node_modules'), join(tree, 'node_modules'))
  for (const mutant of patches.map(readPatch)) {
    const verdict = check(mutant)
    if (verdict !== 'red') survivors += 1
    const said = verdict === 'red' ? 'killed' : verdict === 'green' ? 'SURVIVED' : 'ERROR'
    process.stdout.write(`${said.padEnd(8)} ${mutant.name}: ${mutant.rule}\n`)
    if (said === 'ERROR') process.stdout.write(verdict.slice(-2000))
  }
} finally {
  rmSync(tree, { recursive: true, force: true })
}
process.stdout.write(`${patches.length - survivors} of ${patches.length} mutants were noticed\n`)
process.exit(survivors === 0 && patches.length > 0 ? 0 : 1)
