import type { LoaderFunctionArgs } from '@remix-run/node'
import { handleApi } from '~/api.server'
import { endpoints } from '~/endpoints.server'
import { getWebhooks } from '~/features/webhooks/read.server'
import { makeWebhook } from '~/features/webhooks/write.server'
import { getServices } from '~/services.server'
import { answerOwn, writeApi } from '~/write-api.server'

const MOST_BYTES = 16 * 1024

export const loader = (args: LoaderFunctionArgs) =>
  handleApi(args.request, {
    get: answerOwn(endpoints.webhooks, args, async ({ caller }) => {
      const { writer } = await getServices()
      return { data: await getWebhooks(writer, caller.account) }
    }),
    post: writeApi(endpoints.makeWebhook, args, {
      most: MOST_BYTES,
      write: async ({ sql, caller, body }) => {
        const data = await makeWebhook(sql, caller.account, body)
        return {
          status: 201,
          answer: { data },
          repeated: { data: { ...data, secret: null } },
          // The log is public, and where an account listens is not.
          entry: { act: 'webhook.make', subject: data.id, facts: { events: data.events } },
        }
      },
    }),
  })

export const action = loader
