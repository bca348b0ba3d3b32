// An agent of its own, to be killed: it starts one job and stays.
import { register } from 'node:module'

register('tsx/esm', import.meta.url, { data: { tsconfig: new URL('../../tsconfig.json', import.meta.url).pathname } })
const { createLocalRunner } = await import('../../app/runner/local/local-runner.ts')
const { settings, request } = JSON.parse(process.argv[2] ?? '{}')
await (await createLocalRunner(settings)).start(request)
setInterval(() => {}, 1000)
