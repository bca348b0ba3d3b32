import type { LoaderFunctionArgs } from '@remix-run/node'
import { handleApi } from '~/api.server'
import { endpoints } from '~/endpoints.server'
import { makeNonce } from '~/features/access/sign-in.server'
import { answerOwn } from '~/write-api.server'

export const loader = (args: LoaderFunctionArgs) =>
  handleApi(args.request, {
    post: answerOwn(endpoints.makeNonce, args, async () => ({ data: await makeNonce() })),
  })

export const action = loader
