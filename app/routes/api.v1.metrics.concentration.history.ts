import type { LoaderFunctionArgs } from '@remix-run/node'
import { answerApi } from '~/api.server'
import { endpoints } from '~/endpoints.server'
import { listConcentration } from '~/features/metrics/concentration.server'

export const loader = (args: LoaderFunctionArgs) =>
  answerApi(endpoints.concentrationHistory, args, ({ query }) => listConcentration(query))

export const action = loader
