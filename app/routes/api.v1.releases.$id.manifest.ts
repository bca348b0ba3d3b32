import type { LoaderFunctionArgs } from '@remix-run/node'
import { answerApi, forgetAnswers, sendApi } from '~/api.server'
import { endpoints } from '~/endpoints.server'
import { getManifest, putManifest } from '~/features/models/manifest.server'

const MOST_BYTES = 8 * 1024 * 1024

export const loader = (args: LoaderFunctionArgs) =>
  answerApi(endpoints.manifest, args, ({ params }) => getManifest(params.id), {
    put: sendApi(endpoints.storeManifest, args, {
      most: MOST_BYTES,
      send: async ({ params, body }) => {
        const { isNew, answer } = await putManifest(params.id, body)
        if (isNew) forgetAnswers()
        return { status: isNew ? 201 : 200, answer }
      },
    }),
  })

export const action = loader
