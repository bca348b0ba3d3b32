import type { LoaderFunctionArgs } from '@remix-run/node'
import { answerApi } from '~/api.server'
import { endpoints } from '~/endpoints.server'
import { getLease } from '~/features/market/leases.server'

export const loader = (args: LoaderFunctionArgs) =>
  answerApi(endpoints.lease, args, ({ params }) => getLease(params.id))

export const action = loader
