import type { LoaderFunctionArgs } from '@remix-run/node'
import { handleApi } from '~/api.server'
import { endpoints } from '~/endpoints.server'
import { checkDelegation } from '~/features/relay/delegation.server'
import { keepJob } from '~/features/relay/keep.server'
import { writeApi } from '~/write-api.server'

const MOST_BYTES = 32 * 1024

export const loader = (args: LoaderFunctionArgs) =>
  handleApi(args.request, {
    post: writeApi(endpoints.relayDelegation, args, {
      most: MOST_BYTES,
      prepare: ({ body }) => checkDelegation(body),
      write: ({ sql, prepared }) => keepJob(sql, prepared),
    }),
  })

export const action = loader
