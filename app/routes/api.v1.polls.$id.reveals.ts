import type { LoaderFunctionArgs } from '@remix-run/node'
import { forgetAnswers, handleApi, sendApi } from '~/api.server'
import { endpoints } from '~/endpoints.server'
import { revealPollBallot } from '~/features/polls/ballot.server'

const MOST_BYTES = 1_024

export const loader = (args: LoaderFunctionArgs) =>
  handleApi(args.request, {
    post: sendApi(endpoints.revealPollBallot, args, {
      most: MOST_BYTES,
      send: async ({ params, body }) => {
        const { isNew, answer } = await revealPollBallot(params.id, body)
        if (isNew) forgetAnswers()
        return { status: isNew ? 201 : 200, answer }
      },
    }),
  })

export const action = loader
