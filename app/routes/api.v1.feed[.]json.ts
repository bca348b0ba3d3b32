import type { LoaderFunctionArgs } from '@remix-run/node'
import { answerText } from '~/api.server'
import { endpoints } from '~/endpoints.server'
import { buildFeed } from '~/features/feeds/feed.server'

export const loader = (args: LoaderFunctionArgs) =>
  answerText(endpoints.feedJson, args, ({ query }) => buildFeed('json', query, new URL(args.request.url).origin))

export const action = loader
