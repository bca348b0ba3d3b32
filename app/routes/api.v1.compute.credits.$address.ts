import type { LoaderFunctionArgs } from '@remix-run/node'
import { answerApi } from '~/api.server'
import { endpoints } from '~/endpoints.server'
import { getCredit } from '~/features/market/terms.server'

export const loader = (args: LoaderFunctionArgs) =>
  answerApi(endpoints.credit, args, ({ params }) => getCredit(params.address))

export const action = loader
