import type { LoaderFunctionArgs } from '@remix-run/node'
import { answerApi } from '~/api.server'
import { endpoints } from '~/endpoints.server'
import { getModel } from '~/features/models/read.server'

export const loader = (args: LoaderFunctionArgs) =>
  answerApi(endpoints.model, args, ({ params }) => getModel(params.id))

export const action = loader
