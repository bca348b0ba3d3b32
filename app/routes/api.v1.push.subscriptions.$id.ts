import type { LoaderFunctionArgs } from '@remix-run/node'
import type { Hex } from 'viem'
import { handleApi } from '~/api.server'
import { endpoints } from '~/endpoints.server'
import { endSubscription, getSubscription, keepSubscription } from '~/features/push/subscriptions.server'
import { getServices } from '~/services.server'
import { answerOwn, writeApi } from '~/write-api.server'

const MOST_BYTES = 8 * 1024

// Nobody signs these, and whom they name is nobody's business, so the public log has none of them.
export const loader = (args: LoaderFunctionArgs) =>
  handleApi(args.request, {
    get: answerOwn(endpoints.pushSubscription, args, async ({ params }) => {
      const { writer } = await getServices()
      return { data: await getSubscription(writer, params.id as Hex) }
    }),
    put: writeApi(endpoints.keepPushSubscription, args, {
      most: MOST_BYTES,
      write: async ({ sql, params, body }) => {
        const { made, subscription } = await keepSubscription(sql, params.id as Hex, body)
        return { status: made ? 201 : 200, answer: { data: subscription }, entry: null }
      },
    }),
    delete: writeApi(endpoints.endPushSubscription, args, {
      most: 0,
      write: async ({ sql, params }) => ({
        status: 200,
        answer: { data: await endSubscription(sql, params.id as Hex) },
        entry: null,
      }),
    }),
  })

export const action = loader
