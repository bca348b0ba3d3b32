import type { LoaderFunctionArgs } from '@remix-run/node'
import { answerApi } from '~/api.server'
import { endpoints } from '~/endpoints.server'
import { getReceipt } from '~/features/votes/read.server'

export const loader = (args: LoaderFunctionArgs) =>
  answerApi(endpoints.receipt, args, ({ params }) => getReceipt(params.id, params.voter))

export const action = loader
