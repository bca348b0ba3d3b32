import type { LoaderFunctionArgs } from '@remix-run/node'
import { answerApi } from '~/api.server'
import { endpoints } from '~/endpoints.server'
import { listActions } from '~/features/proposals/read.server'

export const loader = (args: LoaderFunctionArgs) =>
  answerApi(endpoints.actions, args, ({ params }) => listActions(params.id))

export const action = loader
