import type { LoaderFunctionArgs } from '@remix-run/node'
import { answerApi } from '~/api.server'
import { endpoints } from '~/endpoints.server'
import { listBallots } from '~/features/votes/read.server'

export const loader = (args: LoaderFunctionArgs) =>
  answerApi(endpoints.ballots, args, ({ params, query }) => listBallots(params.address, query))

export const action = loader
