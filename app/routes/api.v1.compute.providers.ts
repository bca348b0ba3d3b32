import type { LoaderFunctionArgs } from '@remix-run/node'
import { answerApi } from '~/api.server'
import { endpoints } from '~/endpoints.server'
import { listProviders } from '~/features/market/providers.server'

export const loader = (args: LoaderFunctionArgs) =>
  answerApi(endpoints.providers, args, ({ query }) => listProviders(query))

export const action = loader
