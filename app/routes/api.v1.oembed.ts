import type { LoaderFunctionArgs } from '@remix-run/node'
import { answerText } from '~/api.server'
import { endpoints } from '~/endpoints.server'
import { getOembed } from '~/features/proposals/oembed.server'

export const loader = (args: LoaderFunctionArgs) =>
  answerText(endpoints.oembed, args, async ({ query }) =>
    JSON.stringify(await getOembed(query, new URL(args.request.url).origin)),
  )

export const action = loader
