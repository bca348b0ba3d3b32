import type { LoaderFunctionArgs } from '@remix-run/node'
import { answerApi } from '~/api.server'
import { endpoints } from '~/endpoints.server'
import { listPolicies } from '~/features/compute/read.server'

export const loader = (args: LoaderFunctionArgs) => answerApi(endpoints.policies, args, () => listPolicies())

export const action = loader
