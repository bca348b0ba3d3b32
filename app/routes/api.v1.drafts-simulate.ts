import type { LoaderFunctionArgs } from '@remix-run/node'
import { handleApi, sendApi } from '~/api.server'
import { endpoints } from '~/endpoints.server'
import { simulateDraft } from '~/features/simulations/read.server'
import { MOST_DRAFT_BYTES } from '~/http/calls'

export const loader = (args: LoaderFunctionArgs) =>
  handleApi(args.request, {
    post: sendApi(endpoints.simulateDraft, args, {
      most: MOST_DRAFT_BYTES,
      send: async ({ body }) => ({ status: 200, answer: await simulateDraft(body.calls) }),
    }),
  })

export const action = loader
