import type { LoaderFunctionArgs } from '@remix-run/node'
import { handleApi } from '~/api.server'
import { endpoints } from '~/endpoints.server'
import { endShare, shareDraft } from '~/features/drafts/save-draft.server'
import { writeApi } from '~/write-api.server'

export const loader = (args: LoaderFunctionArgs) =>
  handleApi(args.request, {
    post: writeApi(endpoints.shareDraft, args, {
      most: 0,
      write: async ({ sql, caller, params }) => ({
        status: 201,
        answer: { data: { token: await shareDraft(sql, caller.account, params.id) } },
        repeated: { data: { token: null } },
        entry: { act: 'draft.share', subject: params.id, facts: {} },
      }),
    }),
    delete: writeApi(endpoints.endShare, args, {
      most: 0,
      write: async ({ sql, caller, params }) => {
        const ended = await endShare(sql, caller.account, params.id)
        return {
          ...{ status: 200, answer: { data: { token: null } } },
          entry: ended ? { act: 'draft.unshare', subject: params.id, facts: {} } : null,
        }
      },
    }),
  })

export const action = loader
