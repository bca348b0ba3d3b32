import type { LoaderFunctionArgs } from '@remix-run/node'
import { answerApi } from '~/api.server'
import { endpoints } from '~/endpoints.server'
import { getGate } from '~/features/models/read.server'

export const loader = (args: LoaderFunctionArgs) => answerApi(endpoints.gate, args, ({ params }) => getGate(params.id))

export const action = loader
