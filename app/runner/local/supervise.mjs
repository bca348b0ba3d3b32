// The process that outlives the agent: Node 20 runs no TypeScript by itself, tsx does, with the aliases of tsconfig.json.
import { register } from 'node:module'

register('tsx/esm', import.meta.url, {
  data: { tsconfig: new URL('../../../tsconfig.json', import.meta.url).pathname },
})
const { supervise } = await import('./supervise.ts')
await supervise(process.argv[2] ?? '')
process.exit(0)
