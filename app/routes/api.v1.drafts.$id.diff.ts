import type { LoaderFunctionArgs } from '@remix-run/node'
import { handleApi } from '~/api.server'
import { endpoints } from '~/endpoints.server'
import { getDraftDiff } from '~/features/drafts/drafts.server'
import { readViewer } from '~/features/drafts/find-draft.server'
import { answerOwn } from '~/write-api.server'

export const loader = (args: LoaderFunctionArgs) =>
  handleApi(args.request, {
    get: answerOwn(endpoints.draftDiff, args, ({ params, query, caller }) =>
      getDraftDiff({ ...params, ...query }, readViewer(caller, args.request)),
    ),
  })

export const action = loader
