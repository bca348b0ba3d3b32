import type { LoaderFunctionArgs } from '@remix-run/node'
import { handleApi } from '~/api.server'
import { endpoints } from '~/endpoints.server'
import { rotateSecret } from '~/features/webhooks/write.server'
import { writeApi } from '~/write-api.server'

export const loader = (args: LoaderFunctionArgs) =>
  handleApi(args.request, {
    post: writeApi(endpoints.rotateWebhook, args, {
      most: 0,
      write: async ({ sql, caller: { account }, params: { id } }) => {
        const data = await rotateSecret(sql, { id, account })
        return {
          status: 200,
          answer: { data },
          repeated: { data: { ...data, secret: null } },
          entry: { act: 'webhook.rotate', subject: id, facts: {} },
        }
      },
    }),
  })

export const action = loader
