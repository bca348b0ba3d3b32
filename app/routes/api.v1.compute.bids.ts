import type { LoaderFunctionArgs } from '@remix-run/node'
import { answerApi } from '~/api.server'
import { endpoints } from '~/endpoints.server'
import { listBids } from '~/features/market/orders.server'

export const loader = (args: LoaderFunctionArgs) => answerApi(endpoints.bids, args, ({ query }) => listBids(query))

export const action = loader
