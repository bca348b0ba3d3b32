import type { LoaderFunctionArgs } from '@remix-run/node'
import { answerText } from '~/api.server'
import { endpoints } from '~/endpoints.server'
import { listDaoProposals } from '~/features/erc4824/read.server'

export const loader = (args: LoaderFunctionArgs) =>
  answerText(endpoints.daoProposals, args, async ({ query }) =>
    JSON.stringify(await listDaoProposals(query, new URL(args.request.url).origin)),
  )

export const action = loader
