import type { LoaderFunctionArgs } from '@remix-run/node'
import { handleApi } from '~/api.server'
import { endpoints } from '~/endpoints.server'
import { getWebhook } from '~/features/webhooks/read.server'
import { changeWebhook, endWebhook } from '~/features/webhooks/write.server'
import { getServices } from '~/services.server'
import { answerOwn, writeApi } from '~/write-api.server'

const MOST_BYTES = 16 * 1024

export const loader = (args: LoaderFunctionArgs) =>
  handleApi(args.request, {
    get: answerOwn(endpoints.webhook, args, async ({ caller: { account }, params: { id } }) => {
      const { writer } = await getServices()
      return { data: await getWebhook(writer, { id, account }) }
    }),
    put: writeApi(endpoints.changeWebhook, args, {
      most: MOST_BYTES,
      write: async ({ sql, caller: { account }, params: { id }, body }) => {
        const data = await changeWebhook(sql, { id, account }, body)
        const facts = { events: data.events, enabled: data.enabled }
        return { status: 200, answer: { data }, entry: { act: 'webhook.change', subject: id, facts } }
      },
    }),
    delete: writeApi(endpoints.endWebhook, args, {
      most: 0,
      write: async ({ sql, caller: { account }, params: { id } }) => ({
        status: 200,
        answer: { data: await endWebhook(sql, { id, account }) },
        entry: { act: 'webhook.delete', subject: id, facts: {} },
      }),
    }),
  })

export const action = loader
