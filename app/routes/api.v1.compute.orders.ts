import type { LoaderFunctionArgs } from '@remix-run/node'
import { answerApi } from '~/api.server'
import { endpoints } from '~/endpoints.server'
import { listOrders } from '~/features/market/orders.server'

export const loader = (args: LoaderFunctionArgs) => answerApi(endpoints.orders, args, ({ query }) => listOrders(query))

export const action = loader
