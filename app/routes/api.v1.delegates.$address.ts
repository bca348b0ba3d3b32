import type { LoaderFunctionArgs } from '@remix-run/node'
import { answerApi } from '~/api.server'
import { endpoints } from '~/endpoints.server'
import { getDelegate } from '~/features/delegates/read.server'

export const loader = (args: LoaderFunctionArgs) =>
  answerApi(endpoints.delegate, args, ({ params }) => getDelegate(params.address))

export const action = loader
