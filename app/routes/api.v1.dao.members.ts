import type { LoaderFunctionArgs } from '@remix-run/node'
import { answerText } from '~/api.server'
import { endpoints } from '~/endpoints.server'
import { listMembers } from '~/features/erc4824/read.server'

export const loader = (args: LoaderFunctionArgs) =>
  answerText(endpoints.daoMembers, args, async ({ query }) =>
    JSON.stringify(await listMembers(query, new URL(args.request.url).origin)),
  )

export const action = loader
