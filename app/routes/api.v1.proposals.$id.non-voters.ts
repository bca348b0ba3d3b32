import type { LoaderFunctionArgs } from '@remix-run/node'
import { answerApi } from '~/api.server'
import { endpoints } from '~/endpoints.server'
import { listNonVoters } from '~/features/votes/read.server'

export const loader = (args: LoaderFunctionArgs) =>
  answerApi(endpoints.nonVoters, args, ({ params, query }) => listNonVoters(params.id, query))

export const action = loader
