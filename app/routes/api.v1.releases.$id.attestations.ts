import type { LoaderFunctionArgs } from '@remix-run/node'
import { answerApi } from '~/api.server'
import { endpoints } from '~/endpoints.server'
import { listAttestations } from '~/features/models/read.server'

export const loader = (args: LoaderFunctionArgs) =>
  answerApi(endpoints.attestations, args, ({ params }) => listAttestations(params.id))

export const action = loader
