import type { LoaderFunctionArgs } from '@remix-run/node'
import { answerText } from '~/api.server'
import { endpoints } from '~/endpoints.server'
import { listActivity } from '~/features/erc4824/read.server'

export const loader = (args: LoaderFunctionArgs) =>
  answerText(endpoints.daoActivity, args, async ({ query }) =>
    JSON.stringify(await listActivity(query, new URL(args.request.url).origin)),
  )

export const action = loader
