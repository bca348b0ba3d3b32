import type { LoaderFunctionArgs } from '@remix-run/node'
import { answerApi } from '~/api.server'
import { endpoints } from '~/endpoints.server'
import { listEnclaves } from '~/features/enclaves/read.server'

export const loader = (args: LoaderFunctionArgs) =>
  answerApi(endpoints.enclaves, args, ({ params }) => listEnclaves(params.id))

export const action = loader
