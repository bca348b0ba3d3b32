import type { LoaderFunctionArgs } from '@remix-run/node'
import { answerApi, forgetAnswers, sendApi } from '~/api.server'
import { endpoints } from '~/endpoints.server'
import { createPoll } from '~/features/polls/make.server'
import { listPolls } from '~/features/polls/read.server'

const MOST_BYTES = 256 * 1024

export const loader = (args: LoaderFunctionArgs) =>
  answerApi(endpoints.polls, args, ({ query }) => listPolls(query), {
    post: sendApi(endpoints.makePoll, args, {
      most: MOST_BYTES,
      send: async ({ body }) => {
        const { isNew, answer } = await createPoll(body)
        if (isNew) forgetAnswers()
        return { status: isNew ? 201 : 200, answer }
      },
    }),
  })

export const action = loader
