import type { LoaderFunctionArgs } from '@remix-run/node'
import { handleApi } from '~/api.server'
import { endpoints } from '~/endpoints.server'
import { listDrafts } from '~/features/drafts/drafts.server'
import { findCalls, makeDraft } from '~/features/drafts/save-draft.server'
import { MOST_DRAFT_BYTES } from '~/http/calls'
import { answerOwn, writeApi } from '~/write-api.server'

export const loader = (args: LoaderFunctionArgs) =>
  handleApi(args.request, {
    get: answerOwn(endpoints.drafts, args, ({ query, caller }) => listDrafts(query, caller?.account ?? null)),
    post: writeApi(endpoints.makeDraft, args, {
      most: MOST_DRAFT_BYTES,
      prepare: ({ body }) => findCalls(body),
      write: async ({ sql, caller, body, prepared: calls }) => {
        const { data, facts } = await makeDraft(sql, caller.account, { ...body, calls })
        return {
          ...{ status: 201, answer: { data }, headers: { ETag: data.etag } },
          entry: { act: 'draft.make', subject: data.id, facts },
        }
      },
    }),
  })

export const action = loader
