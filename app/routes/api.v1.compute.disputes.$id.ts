import type { LoaderFunctionArgs } from '@remix-run/node'
import { answerApi } from '~/api.server'
import { endpoints } from '~/endpoints.server'
import { getDispute } from '~/features/market/disputes.server'

export const loader = (args: LoaderFunctionArgs) =>
  answerApi(endpoints.dispute, args, ({ params }) => getDispute(params.id))

export const action = loader
