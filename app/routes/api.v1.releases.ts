import type { LoaderFunctionArgs } from '@remix-run/node'
import { answerApi } from '~/api.server'
import { endpoints } from '~/endpoints.server'
import { listReleases } from '~/features/models/read.server'

export const loader = (args: LoaderFunctionArgs) =>
  answerApi(endpoints.releases, args, ({ query }) => listReleases(query))

export const action = loader
