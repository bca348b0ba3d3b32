import type { LoaderFunctionArgs } from '@remix-run/node'
import { answerApi } from '~/api.server'
import { endpoints } from '~/endpoints.server'
import { listModels } from '~/features/models/read.server'

export const loader = (args: LoaderFunctionArgs) => answerApi(endpoints.models, args, ({ query }) => listModels(query))

export const action = loader
