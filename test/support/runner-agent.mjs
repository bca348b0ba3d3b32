// An agent of its own: it starts one job, says what it can serve and, unless it is killed before, how the job ended.
import { register } from 'node:module'

register('tsx/esm', import.meta.url, { data: { tsconfig: new URL('../../tsconfig.json', import.meta.url).pathname } })
const { createLocalRunner } = await import('../../app/runner/local/local-runner.ts')
const { settings, request } = JSON.parse(process.argv[2] ?? '{}')
const runner = await createLocalRunner(settings)
const job = await runner.start(request)
process.stdout.write(`${JSON.stringify({ capacity: await runner.probe(), ended: await job.wait() })}\n`)
