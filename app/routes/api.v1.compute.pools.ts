import type { LoaderFunctionArgs } from '@remix-run/node'
import { answerApi } from '~/api.server'
import { endpoints } from '~/endpoints.server'
import { listPools } from '~/features/compute/read.server'

export const loader = (args: LoaderFunctionArgs) => answerApi(endpoints.pools, args, () => listPools())

export const action = loader
