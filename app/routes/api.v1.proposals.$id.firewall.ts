import type { LoaderFunctionArgs } from '@remix-run/node'
import { answerApi } from '~/api.server'
import { endpoints } from '~/endpoints.server'
import { getComputeEffect } from '~/features/compute/effect.server'
import { getFirewall, listActions } from '~/features/proposals/read.server'

export const loader = (args: LoaderFunctionArgs) =>
  answerApi(endpoints.firewall, args, async ({ params }) => {
    const [{ data, asOf }, actions] = await Promise.all([getFirewall(params.id), listActions(params.id)])
    const { policy } = await getComputeEffect(actions.data)
    return { data: { ...data, caps: policy }, asOf }
  })

export const action = loader
