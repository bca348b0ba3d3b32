import type { LoaderFunctionArgs } from '@remix-run/node'
import { answerApi } from '~/api.server'
import { endpoints } from '~/endpoints.server'
import { listComputeEpochs } from '~/features/compute/read.server'

export const loader = (args: LoaderFunctionArgs) =>
  answerApi(endpoints.epochs, args, ({ query }) => listComputeEpochs(query))

export const action = loader
