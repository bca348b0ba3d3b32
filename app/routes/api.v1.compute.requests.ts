import type { LoaderFunctionArgs } from '@remix-run/node'
import { answerApi } from '~/api.server'
import { endpoints } from '~/endpoints.server'
import { listComputeRequests } from '~/features/compute/requests.server'

export const loader = (args: LoaderFunctionArgs) =>
  answerApi(endpoints.computeRequests, args, ({ query }) => listComputeRequests(query))

export const action = loader
