import type { LoaderFunctionArgs } from '@remix-run/node'
import { answerText } from '~/api.server'
import { endpoints } from '~/endpoints.server'
import { getDao } from '~/features/erc4824/read.server'

export const loader = (args: LoaderFunctionArgs) =>
  answerText(endpoints.dao, args, async () => JSON.stringify(await getDao(new URL(args.request.url).origin)))

export const action = loader
