import type { LoaderFunctionArgs } from '@remix-run/node'
import { answerApi } from '~/api.server'
import { endpoints } from '~/endpoints.server'
import { getTreasury } from '~/features/compute/treasury.server'

export const loader = (args: LoaderFunctionArgs) => answerApi(endpoints.treasury, args, () => getTreasury())

export const action = loader
