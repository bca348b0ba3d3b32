import type { LoaderFunctionArgs } from '@remix-run/node'
import { answerApi } from '~/api.server'
import { endpoints } from '~/endpoints.server'
import { getComputePower } from '~/features/compute/power.server'

export const loader = (args: LoaderFunctionArgs) =>
  answerApi(endpoints.computeConcentration, args, () => getComputePower())

export const action = loader
