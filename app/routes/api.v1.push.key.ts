import type { LoaderFunctionArgs } from '@remix-run/node'
import { handleApi } from '~/api.server'
import { endpoints } from '~/endpoints.server'
import { getPushKey } from '~/features/push/subscriptions.server'
import { answerOwn } from '~/write-api.server'

export const loader = (args: LoaderFunctionArgs) =>
  handleApi(args.request, {
    get: answerOwn(endpoints.pushKey, args, async () => ({ data: { publicKey: await getPushKey() } })),
  })

export const action = loader
