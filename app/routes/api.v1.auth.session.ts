import type { LoaderFunctionArgs } from '@remix-run/node'
import { handleApi } from '~/api.server'
import { endpoints } from '~/endpoints.server'
import { answerSignIn, answerSignOut, getSession } from '~/sessions.server'
import { answerOwn } from '~/write-api.server'

export const loader = (args: LoaderFunctionArgs) =>
  handleApi(args.request, {
    get: answerOwn(endpoints.session, args, () => getSession(args.request)),
    post: () => answerSignIn(args.request),
    delete: () => answerSignOut(args.request),
  })

export const action = loader
