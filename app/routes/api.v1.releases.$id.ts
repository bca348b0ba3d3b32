import type { LoaderFunctionArgs } from '@remix-run/node'
import { answerApi } from '~/api.server'
import { endpoints } from '~/endpoints.server'
import { getRelease } from '~/features/models/read.server'

export const loader = (args: LoaderFunctionArgs) =>
  answerApi(endpoints.release, args, ({ params }) => getRelease(params.id))

export const action = loader
