import type { LoaderFunctionArgs } from '@remix-run/node'
import { answerApi } from '~/api.server'
import { endpoints } from '~/endpoints.server'
import { listVotes } from '~/features/votes/read.server'

export const loader = (args: LoaderFunctionArgs) =>
  answerApi(endpoints.votes, args, ({ params, query }) => listVotes(params.id, query))

export const action = loader
