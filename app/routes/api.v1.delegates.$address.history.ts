import type { LoaderFunctionArgs } from '@remix-run/node'
import { answerApi } from '~/api.server'
import { endpoints } from '~/endpoints.server'
import { listPowerHistory } from '~/features/delegates/read.server'

export const loader = (args: LoaderFunctionArgs) =>
  answerApi(endpoints.powerHistory, args, ({ params, query }) => listPowerHistory(params.address, query))

export const action = loader
