import type { LoaderFunctionArgs } from '@remix-run/node'
import { handleApi } from '~/api.server'
import { endpoints } from '~/endpoints.server'
import { replayDelivery } from '~/features/webhooks/write.server'
import { writeApi } from '~/write-api.server'

export const loader = (args: LoaderFunctionArgs) =>
  handleApi(args.request, {
    post: writeApi(endpoints.replayDelivery, args, {
      most: 0,
      write: async ({ sql, caller: { account }, params: { id, delivery } }) => ({
        status: 200,
        answer: { data: await replayDelivery(sql, { id, account }, delivery) },
        entry: { act: 'webhook.replay', subject: id, facts: { message: delivery } },
      }),
    }),
  })

export const action = loader
