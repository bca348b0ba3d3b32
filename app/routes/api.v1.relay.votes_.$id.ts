import type { LoaderFunctionArgs } from '@remix-run/node'
import { answerNow } from '~/api.server'
import { endpoints } from '~/endpoints.server'
import { getRelayed } from '~/features/relay/read.server'

export const loader = (args: LoaderFunctionArgs) =>
  answerNow(endpoints.relayedVote, args, ({ params }) => getRelayed('vote', params.id))

export const action = loader
