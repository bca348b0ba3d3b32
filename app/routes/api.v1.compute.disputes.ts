import type { LoaderFunctionArgs } from '@remix-run/node'
import { answerApi } from '~/api.server'
import { endpoints } from '~/endpoints.server'
import { listDisputes } from '~/features/market/disputes.server'

export const loader = (args: LoaderFunctionArgs) =>
  answerApi(endpoints.disputes, args, ({ query }) => listDisputes(query))

export const action = loader
