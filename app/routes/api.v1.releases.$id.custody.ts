import type { LoaderFunctionArgs } from '@remix-run/node'
import { answerApi } from '~/api.server'
import { endpoints } from '~/endpoints.server'
import { getCustody } from '~/features/custody/read.server'

export const loader = (args: LoaderFunctionArgs) =>
  answerApi(endpoints.custody, args, ({ params }) => getCustody(params.id))

export const action = loader
