import type { LoaderFunctionArgs } from '@remix-run/node'
import { handleApi } from '~/api.server'
import { endpoints } from '~/endpoints.server'
import { getDraftRevision } from '~/features/drafts/drafts.server'
import { readViewer } from '~/features/drafts/find-draft.server'
import { answerOwn } from '~/write-api.server'

export const loader = (args: LoaderFunctionArgs) =>
  handleApi(args.request, {
    get: answerOwn(endpoints.draftRevision, args, ({ params, caller }) =>
      getDraftRevision(params, readViewer(caller, args.request)),
    ),
  })

export const action = loader
