import type { LoaderFunctionArgs } from '@remix-run/node'
import { answerApi, forgetAnswers, sendApi } from '~/api.server'
import { endpoints } from '~/endpoints.server'
import { castPollBallot } from '~/features/polls/ballot.server'
import { listPollBallots } from '~/features/polls/read.server'

const MOST_BYTES = 64 * 1024

export const loader = (args: LoaderFunctionArgs) =>
  answerApi(endpoints.pollBallots, args, ({ params, query }) => listPollBallots(params.id, query), {
    post: sendApi(endpoints.castPollBallot, args, {
      most: MOST_BYTES,
      send: async ({ params, body }) => {
        const { isNew, answer } = await castPollBallot(params.id, body)
        if (isNew) forgetAnswers()
        return { status: isNew ? 201 : 200, answer }
      },
    }),
  })

export const action = loader
