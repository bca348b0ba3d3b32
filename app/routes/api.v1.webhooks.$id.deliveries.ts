import type { LoaderFunctionArgs } from '@remix-run/node'
import { handleApi } from '~/api.server'
import { endpoints } from '~/endpoints.server'
import { getDeliveries } from '~/features/webhooks/read.server'
import { answerOwn } from '~/write-api.server'

export const loader = (args: LoaderFunctionArgs) =>
  handleApi(args.request, {
    get: answerOwn(endpoints.deliveries, args, ({ caller: { account }, params: { id }, query }) =>
      getDeliveries({ id, account }, query),
    ),
  })

export const action = loader
