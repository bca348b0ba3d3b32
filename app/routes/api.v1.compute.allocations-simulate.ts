import type { LoaderFunctionArgs } from '@remix-run/node'
import { handleApi, sendApi } from '~/api.server'
import { endpoints } from '~/endpoints.server'
import { simulateAllocations } from '~/features/compute/simulate.server'

const MOST_BYTES = 4_096

export const loader = (args: LoaderFunctionArgs) =>
  handleApi(args.request, {
    post: sendApi(endpoints.simulateAllocations, args, {
      most: MOST_BYTES,
      send: async ({ body }) => ({ status: 200, answer: await simulateAllocations(body) }),
    }),
  })

export const action = loader
