import type { LoaderFunctionArgs } from '@remix-run/node'
import { answerNow } from '~/api.server'
import { endpoints } from '~/endpoints.server'
import { getRelayStatus } from '~/features/relay/read.server'

export const loader = (args: LoaderFunctionArgs) => answerNow(endpoints.relayStatus, args, getRelayStatus)

export const action = loader
