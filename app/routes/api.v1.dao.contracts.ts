import type { LoaderFunctionArgs } from '@remix-run/node'
import { answerText } from '~/api.server'
import { endpoints } from '~/endpoints.server'
import { listDaoContracts } from '~/features/erc4824/read.server'

export const loader = (args: LoaderFunctionArgs) =>
  answerText(endpoints.daoContracts, args, async () => JSON.stringify(await listDaoContracts()))

export const action = loader
