import type { LoaderFunctionArgs } from '@remix-run/node'
import { answerNow } from '~/api.server'
import { endpoints } from '~/endpoints.server'

export const loader = (args: LoaderFunctionArgs) => answerNow(endpoints.healthz, args, async () => ({ status: 'ok' }))

export const action = loader
