import type { LoaderFunctionArgs } from '@remix-run/node'
import { answerNow } from '~/api.server'
import { endpoints } from '~/endpoints.server'
import { getSimulation } from '~/features/simulations/read.server'

export const loader = (args: LoaderFunctionArgs) =>
  answerNow(endpoints.simulation, args, ({ params }) => getSimulation(params.id))

export const action = loader
