import type { LoaderFunctionArgs } from '@remix-run/node'
import { answerApi } from '~/api.server'
import { endpoints } from '~/endpoints.server'
import { getJob } from '~/features/market/jobs.server'

export const loader = (args: LoaderFunctionArgs) => answerApi(endpoints.job, args, ({ params }) => getJob(params.id))

export const action = loader
