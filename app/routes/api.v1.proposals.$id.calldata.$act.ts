import type { LoaderFunctionArgs } from '@remix-run/node'
import { answerApi } from '~/api.server'
import { endpoints } from '~/endpoints.server'
import { getCalldata } from '~/features/proposals/read.server'

export const loader = (args: LoaderFunctionArgs) =>
  answerApi(endpoints.calldata, args, ({ params, query: { support, house = 'token', reason = '' } }) =>
    getCalldata(params.id, params.act, support && { support, house, reason }),
  )

export const action = loader
