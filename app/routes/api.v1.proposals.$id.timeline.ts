import type { LoaderFunctionArgs } from '@remix-run/node'
import { answerApi } from '~/api.server'
import { endpoints } from '~/endpoints.server'
import { getTimeline } from '~/features/proposals/read.server'

export const loader = (args: LoaderFunctionArgs) =>
  answerApi(endpoints.timeline, args, ({ params }) => getTimeline(params.id))

export const action = loader
