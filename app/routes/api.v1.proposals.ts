import type { LoaderFunctionArgs } from '@remix-run/node'
import { answerApi } from '~/api.server'
import { endpoints } from '~/endpoints.server'
import { listProposals } from '~/features/proposals/read.server'

export const loader = (args: LoaderFunctionArgs) =>
  answerApi(endpoints.proposals, args, ({ query }) => listProposals(query))

export const action = loader
