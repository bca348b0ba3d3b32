import type { LoaderFunctionArgs } from '@remix-run/node'
import { answerApi } from '~/api.server'
import { endpoints } from '~/endpoints.server'
import { listDelegates } from '~/features/delegates/read.server'

export const loader = (args: LoaderFunctionArgs) =>
  answerApi(endpoints.delegates, args, ({ query }) => listDelegates(query))

export const action = loader
