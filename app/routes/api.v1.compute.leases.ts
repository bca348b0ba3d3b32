import type { LoaderFunctionArgs } from '@remix-run/node'
import { answerApi } from '~/api.server'
import { endpoints } from '~/endpoints.server'
import { listLeases } from '~/features/market/leases.server'

export const loader = (args: LoaderFunctionArgs) => answerApi(endpoints.leases, args, ({ query }) => listLeases(query))

export const action = loader
