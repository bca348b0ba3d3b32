import type { LoaderFunctionArgs } from '@remix-run/node'
import { handleApi } from '~/api.server'
import { endpoints } from '~/endpoints.server'
import { readViewer } from '~/features/drafts/find-draft.server'
import { prepareDraft } from '~/prepare.server'
import { answerOwn } from '~/write-api.server'

export const loader = (args: LoaderFunctionArgs) =>
  handleApi(args.request, {
    get: answerOwn(endpoints.draftPrepared, args, async ({ params, query, caller }) => ({
      data: await prepareDraft(params.id, readViewer(caller, args.request), query.proposer ?? null),
    })),
  })

export const action = loader
