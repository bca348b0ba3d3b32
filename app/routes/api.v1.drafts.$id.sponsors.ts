import type { LoaderFunctionArgs } from '@remix-run/node'
import { handleApi } from '~/api.server'
import { getDraftSponsors } from '~/draft-sponsors.server'
import { endpoints } from '~/endpoints.server'
import { readViewer } from '~/features/drafts/find-draft.server'
import { endSponsorship, requirePower, sponsorDraft } from '~/features/drafts/sponsors.server'
import { answerOwn, writeApi } from '~/write-api.server'

const MOST_BYTES = 1_024

export const loader = (args: LoaderFunctionArgs) =>
  handleApi(args.request, {
    get: answerOwn(endpoints.draftSponsors, args, ({ params, query, caller }) =>
      getDraftSponsors(params.id, readViewer(caller, args.request), query),
    ),
    put: writeApi(endpoints.sponsorDraft, args, {
      most: MOST_BYTES,
      prepare: ({ caller }) => requirePower(caller.account),
      write: async ({ sql, caller, params, body }) => {
        const asked = { ...params, ...body, sponsor: caller.account, viewer: readViewer(caller, args.request) }
        const { data, isNew, facts } = await sponsorDraft(sql, asked)
        return {
          ...{ status: isNew ? 201 : 200, answer: { data } },
          entry: facts && { act: 'draft.sponsor', subject: params.id, facts },
        }
      },
    }),
    delete: writeApi(endpoints.endSponsorship, args, {
      most: 0,
      write: async ({ sql, caller, params }) => {
        const asked = { ...params, sponsor: caller.account, viewer: readViewer(caller, args.request) }
        const ended = await endSponsorship(sql, asked)
        return {
          ...{ status: 200, answer: { data: null } },
          entry: ended ? { act: 'draft.unsponsor', subject: params.id, facts: {} } : null,
        }
      },
    }),
  })

export const action = loader
