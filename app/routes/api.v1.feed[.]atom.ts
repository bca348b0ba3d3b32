import type { LoaderFunctionArgs } from '@remix-run/node'
import { answerText } from '~/api.server'
import { endpoints } from '~/endpoints.server'
import { buildFeed } from '~/features/feeds/feed.server'

export const loader = (args: LoaderFunctionArgs) =>
  answerText(endpoints.feedAtom, args, ({ query }) => buildFeed('atom', query, new URL(args.request.url).origin))

export const action = loader
