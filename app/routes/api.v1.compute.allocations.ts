import type { LoaderFunctionArgs } from '@remix-run/node'
import { answerApi } from '~/api.server'
import { endpoints } from '~/endpoints.server'
import { listAllocations } from '~/features/compute/read.server'

export const loader = (args: LoaderFunctionArgs) =>
  answerApi(endpoints.allocations, args, ({ query }) => listAllocations(query))

export const action = loader
