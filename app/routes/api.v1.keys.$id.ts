import type { LoaderFunctionArgs } from '@remix-run/node'
import { handleApi } from '~/api.server'
import { endpoints } from '~/endpoints.server'
import { endKey } from '~/features/access/keys.server'
import { writeApi } from '~/write-api.server'

export const loader = (args: LoaderFunctionArgs) =>
  handleApi(args.request, {
    delete: writeApi(endpoints.endKey, args, {
      most: 0,
      write: async ({ sql, caller, params }) => ({
        status: 200,
        answer: { data: await endKey(sql, caller.account, params.id) },
        entry: { act: 'key.revoke', subject: params.id, facts: {} },
      }),
    }),
  })

export const action = loader
