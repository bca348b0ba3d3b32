import type { LoaderFunctionArgs } from '@remix-run/node'
import { answerApi } from '~/api.server'
import { endpoints } from '~/endpoints.server'
import { listEvaluators } from '~/features/evaluations/read.server'

export const loader = (args: LoaderFunctionArgs) => answerApi(endpoints.evaluators, args, () => listEvaluators())

export const action = loader
