import type { LoaderFunctionArgs } from '@remix-run/node'
import { answerApi } from '~/api.server'
import { endpoints } from '~/endpoints.server'
import { listTurnout } from '~/features/metrics/turnout.server'

export const loader = (args: LoaderFunctionArgs) =>
  answerApi(endpoints.turnout, args, ({ query }) => listTurnout(query))

export const action = loader
