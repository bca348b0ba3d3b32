import type { LoaderFunctionArgs } from '@remix-run/node'
import { handleApi } from '~/api.server'
import { endpoints } from '~/endpoints.server'
import { testWebhook } from '~/features/webhooks/write.server'
import { writeApi } from '~/write-api.server'

export const loader = (args: LoaderFunctionArgs) =>
  handleApi(args.request, {
    post: writeApi(endpoints.testWebhook, args, {
      most: 0,
      write: async ({ sql, caller: { account }, params: { id } }) => {
        const data = await testWebhook(sql, { id, account })
        const entry = { act: 'webhook.test', subject: id, facts: { message: data.id } }
        return { status: 201, answer: { data }, entry }
      },
    }),
  })

export const action = loader
