import type { LoaderFunctionArgs } from '@remix-run/node'
import { answerApi } from '~/api.server'
import { endpoints } from '~/endpoints.server'
import { getEvaluator } from '~/features/evaluations/read.server'

export const loader = (args: LoaderFunctionArgs) =>
  answerApi(endpoints.evaluator, args, ({ params }) => getEvaluator(params.address))

export const action = loader
