import type { LoaderFunctionArgs } from '@remix-run/node'
import { answerApi } from '~/api.server'
import { endpoints } from '~/endpoints.server'
import { getComputeEpoch } from '~/features/compute/read.server'

export const loader = (args: LoaderFunctionArgs) =>
  answerApi(endpoints.epoch, args, ({ params }) => getComputeEpoch(params.epoch))

export const action = loader
