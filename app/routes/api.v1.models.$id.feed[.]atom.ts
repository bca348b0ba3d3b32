import type { LoaderFunctionArgs } from '@remix-run/node'
import { answerText } from '~/api.server'
import { endpoints } from '~/endpoints.server'
import { buildModelFeed } from '~/features/models/feed.server'

export const loader = (args: LoaderFunctionArgs) =>
  answerText(endpoints.modelFeed, args, ({ params }) => buildModelFeed(params.id, new URL(args.request.url).origin))

export const action = loader
