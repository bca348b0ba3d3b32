import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { Hex } from 'viem'

type Compiler = { compile: (input: string, callbacks: { import: (path: string) => { contents: string } }) => string }
type Output = {
  errors?: { severity: string; formattedMessage: string }[]
  contracts: Record<string, Record<string, { evm: { bytecode: { object: string } } }>>
}

const root = new URL('../..', import.meta.url).pathname

/** The creation code of a contract of the tests, compiled as forge does; what it imports comes from `node_modules`. */
export const compileContract = (file: string, name: string): Hex => {
  const solc = createRequire(import.meta.url)('solc') as Compiler
  const input = {
    language: 'Solidity',
    sources: { [file]: { content: readFileSync(join(root, file), 'utf8') } },
    settings: {
      evmVersion: 'cancun',
      optimizer: { enabled: true },
      outputSelection: { '*': { '*': ['evm.bytecode.object'] } },
    },
  }
  const contents = (path: string) => ({ contents: readFileSync(join(root, 'node_modules', path), 'utf8') })
  const { errors = [], contracts } = JSON.parse(solc.compile(JSON.stringify(input), { import: contents })) as Output
  const problem = errors.find(({ severity }) => severity === 'error')
  const code = contracts?.[file]?.[name]?.evm.bytecode.object
  if (problem !== undefined || code === undefined) throw new Error(problem?.formattedMessage ?? `no ${name} in ${file}`)
  return `0x${code}`
}
