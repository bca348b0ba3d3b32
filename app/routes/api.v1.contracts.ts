import type { LoaderFunctionArgs } from '@remix-run/node'
import { answerApi } from '~/api.server'
import { endpoints } from '~/endpoints.server'
import { listContracts } from '~/features/status/read.server'

export const loader = (args: LoaderFunctionArgs) => answerApi(endpoints.contracts, args, () => listContracts())

export const action = loader
