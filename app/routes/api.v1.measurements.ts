import type { LoaderFunctionArgs } from '@remix-run/node'
import { answerApi } from '~/api.server'
import { endpoints } from '~/endpoints.server'
import { listMeasurements } from '~/features/enclaves/read.server'

export const loader = (args: LoaderFunctionArgs) => answerApi(endpoints.measurements, args, () => listMeasurements())

export const action = loader
