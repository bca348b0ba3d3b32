import type { LoaderFunctionArgs } from '@remix-run/node'
import { answerApi } from '~/api.server'
import { endpoints } from '~/endpoints.server'
import { listDelegators } from '~/features/delegates/read.server'

export const loader = (args: LoaderFunctionArgs) =>
  answerApi(endpoints.delegators, args, ({ params, query }) => listDelegators(params.address, query))

export const action = loader
