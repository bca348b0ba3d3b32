import type { LoaderFunctionArgs } from '@remix-run/node'
import { answerText } from '~/api.server'
import { endpoints } from '~/endpoints.server'
import { buildBom } from '~/features/models/bom.server'

export const loader = (args: LoaderFunctionArgs) =>
  answerText(endpoints.bom, args, ({ params }) => buildBom(params.id, new URL(args.request.url).origin))

export const action = loader
