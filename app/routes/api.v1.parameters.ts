import type { LoaderFunctionArgs } from '@remix-run/node'
import { answerApi } from '~/api.server'
import { endpoints } from '~/endpoints.server'
import { getParameters } from '~/features/parameters/read.server'

export const loader = (args: LoaderFunctionArgs) => answerApi(endpoints.parameters, args, () => getParameters())

export const action = loader
