import type { LoaderFunctionArgs } from '@remix-run/node'
import { answerFile } from '~/api.server'
import { endpoints } from '~/endpoints.server'
import { exportTable } from '~/features/market/export.server'

export const loader = (args: LoaderFunctionArgs) =>
  answerFile(endpoints.exports, args, ({ params }) => exportTable(params.file))

export const action = loader
