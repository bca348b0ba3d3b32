import type { LoaderFunctionArgs } from '@remix-run/node'
import { handleApi } from '~/api.server'
import { endpoints } from '~/endpoints.server'
import { listDraftRevisions } from '~/features/drafts/drafts.server'
import { readViewer } from '~/features/drafts/find-draft.server'
import { answerOwn } from '~/write-api.server'

export const loader = (args: LoaderFunctionArgs) =>
  handleApi(args.request, {
    get: answerOwn(endpoints.draftRevisions, args, ({ params, query, caller }) =>
      listDraftRevisions(params.id, readViewer(caller, args.request), query),
    ),
  })

export const action = loader
