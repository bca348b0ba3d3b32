import type { LoaderFunctionArgs } from '@remix-run/node'
import { answerApi } from '~/api.server'
import { endpoints } from '~/endpoints.server'
import { getMarket } from '~/features/market/terms.server'

export const loader = (args: LoaderFunctionArgs) => answerApi(endpoints.market, args, () => getMarket())

export const action = loader
