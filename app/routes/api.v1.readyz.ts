import type { LoaderFunctionArgs } from '@remix-run/node'
import { answerNow, getCurrentBlock } from '~/api.server'
import { endpoints } from '~/endpoints.server'

export const loader = (args: LoaderFunctionArgs) =>
  answerNow(endpoints.readyz, args, async () => {
    await getCurrentBlock()
    return { status: 'ok' }
  })

export const action = loader
