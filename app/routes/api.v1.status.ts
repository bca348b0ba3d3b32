import type { LoaderFunctionArgs } from '@remix-run/node'
import { answerNow } from '~/api.server'
import { endpoints } from '~/endpoints.server'
import { getStatus } from '~/features/status/read.server'

export const loader = (args: LoaderFunctionArgs) => answerNow(endpoints.status, args, getStatus)

export const action = loader
