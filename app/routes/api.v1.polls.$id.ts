import type { LoaderFunctionArgs } from '@remix-run/node'
import { answerApi } from '~/api.server'
import { endpoints } from '~/endpoints.server'
import { getPoll } from '~/features/polls/read.server'

export const loader = (args: LoaderFunctionArgs) => answerApi(endpoints.poll, args, ({ params }) => getPoll(params.id))

export const action = loader
