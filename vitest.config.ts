import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const room = (name: string) => fileURLToPath(new URL(name, import.meta.url))
const alias = { '~': room('./app'), '#db': room('./db'), '#contracts': room('./contracts'), '#test': room('./test') }

type ProjectOptions = { timeout: number; parallel: boolean; globalSetup?: string }

/** One project per kind of test; what starts servers runs one file at a time, on two cores anything else only waits. */
const project = (name: string, { timeout, parallel, globalSetup }: ProjectOptions) => ({
  resolve: { alias },
  test: {
    name,
    include: [`test/${name}/**/*.test.{ts,tsx}`],
    testTimeout: timeout,
    hookTimeout: timeout,
    fileParallelism: parallel,
    // Pictures take their colours of the tokens.
    css: true,
    ...(globalSetup === undefined ? {} : { globalSetup }),
  },
})

export default defineConfig({
  resolve: { alias },
  test: {
    retry: 0,
    projects: [
      project('unit', { timeout: 30_000, parallel: true }),
      project('integration', { timeout: 300_000, parallel: false }),
      project('api', { timeout: 120_000, parallel: false }),
      project('e2e', { timeout: 120_000, parallel: false, globalSetup: 'test/support/portal.ts' }),
    ],
  },
})
