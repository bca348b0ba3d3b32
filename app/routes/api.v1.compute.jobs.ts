import type { LoaderFunctionArgs } from '@remix-run/node'
import { answerApi } from '~/api.server'
import { endpoints } from '~/endpoints.server'
import { listJobs } from '~/features/market/jobs.server'

export const loader = (args: LoaderFunctionArgs) => answerApi(endpoints.jobs, args, ({ query }) => listJobs(query))

export const action = loader
