import type { LoaderFunctionArgs } from '@remix-run/node'
import { handleApi, sendApi } from '~/api.server'
import { endpoints } from '~/endpoints.server'
import { verifyDigests } from '~/features/models/verify.server'

const MOST_BYTES = 1_024

export const loader = (args: LoaderFunctionArgs) =>
  handleApi(args.request, {
    post: sendApi(endpoints.verifyReleases, args, {
      most: MOST_BYTES,
      send: async ({ body }) => ({ status: 200, answer: await verifyDigests(body) }),
    }),
  })

export const action = loader
