import type { LoaderFunctionArgs } from '@remix-run/node'
import { answerApi } from '~/api.server'
import { endpoints } from '~/endpoints.server'
import { getVoteProof } from '~/features/votes/proof.server'

export const loader = (args: LoaderFunctionArgs) =>
  answerApi(endpoints.receiptProof, args, ({ params }) => getVoteProof(params.id, params.voter))

export const action = loader
