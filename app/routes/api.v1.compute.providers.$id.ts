import type { LoaderFunctionArgs } from '@remix-run/node'
import { answerApi } from '~/api.server'
import { endpoints } from '~/endpoints.server'
import { getProvider } from '~/features/market/providers.server'

export const loader = (args: LoaderFunctionArgs) =>
  answerApi(endpoints.provider, args, ({ params }) => getProvider(params.id))

export const action = loader
