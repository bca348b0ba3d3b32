import type { LoaderFunctionArgs } from '@remix-run/node'
import { answerApi } from '~/api.server'
import { endpoints } from '~/endpoints.server'
import { getDiff } from '~/features/models/manifest.server'

export const loader = (args: LoaderFunctionArgs) =>
  answerApi(endpoints.diff, args, ({ params, query }) => getDiff(params.id, query.against))

export const action = loader
