import type { LoaderFunctionArgs } from '@remix-run/node'
import { handleApi } from '~/api.server'
import { endpoints } from '~/endpoints.server'
import { getKeys, makeKey } from '~/features/access/keys.server'
import { answerOwn, writeApi } from '~/write-api.server'

const MOST_BYTES = 4_096

export const loader = (args: LoaderFunctionArgs) =>
  handleApi(args.request, {
    get: answerOwn(endpoints.keys, args, async ({ caller }) => ({ data: await getKeys(caller.account) })),
    post: writeApi(endpoints.makeKey, args, {
      most: MOST_BYTES,
      write: async ({ sql, caller, body }) => {
        const data = await makeKey(sql, caller.account, body)
        const { id, name, scopes, expires } = data
        return {
          status: 201,
          answer: { data },
          repeated: { data: { ...data, key: null } },
          entry: { act: 'key.make', subject: id, facts: { name, scopes, expires } },
        }
      },
    }),
  })

export const action = loader
