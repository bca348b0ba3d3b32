import type { LoaderFunctionArgs } from '@remix-run/node'
import { handleApi } from '~/api.server'
import { endpoints } from '~/endpoints.server'
import { getDraft } from '~/features/drafts/drafts.server'
import { readViewer } from '~/features/drafts/find-draft.server'
import { changeDraft, endDraft, findCalls } from '~/features/drafts/save-draft.server'
import { MOST_DRAFT_BYTES } from '~/http/calls'
import { readIfMatch } from '~/http/etag'
import { answerOwn, writeApi } from '~/write-api.server'

export const loader = (args: LoaderFunctionArgs) =>
  handleApi(args.request, {
    get: answerOwn(endpoints.draft, args, ({ params, caller }) =>
      getDraft(params.id, readViewer(caller, args.request)),
    ),
    put: writeApi(endpoints.changeDraft, args, {
      most: MOST_DRAFT_BYTES,
      prepare: async ({ body }) => ({ isCurrent: readIfMatch(args.request), calls: await findCalls(body) }),
      write: async ({ sql, caller, params, body, prepared }) => {
        const { data, facts } = await changeDraft(sql, caller.account, { ...params, ...body, ...prepared })
        return {
          ...{ status: 200, answer: { data }, headers: { ETag: data.etag } },
          entry: facts && { act: 'draft.change', subject: data.id, facts },
        }
      },
    }),
    delete: writeApi(endpoints.endDraft, args, {
      most: 0,
      write: async ({ sql, caller, params }) => ({
        ...{ status: 200, answer: { data: null } },
        entry: { act: 'draft.end', subject: params.id, facts: await endDraft(sql, caller.account, params.id) },
      }),
    }),
  })

export const action = loader
