import type { LoaderFunctionArgs } from '@remix-run/node'
import { answerApi } from '~/api.server'
import { endpoints } from '~/endpoints.server'
import { getOrder } from '~/features/market/orders.server'

export const loader = (args: LoaderFunctionArgs) =>
  answerApi(endpoints.order, args, ({ params }) => getOrder(params.id))

export const action = loader
