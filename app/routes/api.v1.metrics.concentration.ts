import type { LoaderFunctionArgs } from '@remix-run/node'
import { answerApi } from '~/api.server'
import { endpoints } from '~/endpoints.server'
import { getConcentration } from '~/features/metrics/concentration.server'

export const loader = (args: LoaderFunctionArgs) =>
  answerApi(endpoints.concentration, args, ({ query }) => getConcentration(query))

export const action = loader
