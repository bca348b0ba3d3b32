import type { LoaderFunctionArgs } from '@remix-run/node'
import { handleApi, sendApi } from '~/api.server'
import { endpoints } from '~/endpoints.server'
import { MOST_DRAFT_BYTES } from '~/http/calls'
import { prepareProposal } from '~/prepare.server'

export const loader = (args: LoaderFunctionArgs) =>
  handleApi(args.request, {
    post: sendApi(endpoints.prepareProposal, args, {
      most: MOST_DRAFT_BYTES,
      send: async ({ body: { intent, proposer } }) => ({
        status: 200,
        answer: { data: await prepareProposal(intent, proposer ?? null) },
      }),
    }),
  })

export const action = loader
