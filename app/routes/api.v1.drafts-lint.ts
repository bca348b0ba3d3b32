import type { LoaderFunctionArgs } from '@remix-run/node'
import { handleApi, sendApi } from '~/api.server'
import { endpoints } from '~/endpoints.server'
import { MOST_DRAFT_BYTES } from '~/http/calls'
import { lintPrepared, prepareCalls } from '~/prepare.server'

export const loader = (args: LoaderFunctionArgs) =>
  handleApi(args.request, {
    post: sendApi(endpoints.lintDraft, args, {
      most: MOST_DRAFT_BYTES,
      send: async ({ body: { title, text, proposer, calls } }) => {
        const findings = lintPrepared({ title, text }, await prepareCalls(calls, proposer ?? null))
        return { status: 200, answer: { data: { findings } } }
      },
    }),
  })

export const action = loader
