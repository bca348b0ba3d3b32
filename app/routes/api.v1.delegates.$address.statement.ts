import type { LoaderFunctionArgs } from '@remix-run/node'
import { answerApi, forgetAnswers, sendApi } from '~/api.server'
import { endpoints } from '~/endpoints.server'
import { getStatements, putStatement } from '~/features/delegates/statement.server'

const MOST_BYTES = 128 * 1024

export const loader = (args: LoaderFunctionArgs) =>
  answerApi(endpoints.statement, args, ({ params, query }) => getStatements(params.address, query), {
    put: sendApi(endpoints.storeStatement, args, {
      most: MOST_BYTES,
      send: async ({ params, body }) => {
        const { isNew, answer } = await putStatement(params.address, body)
        if (isNew) forgetAnswers()
        return { status: isNew ? 201 : 200, answer }
      },
    }),
  })

export const action = loader
