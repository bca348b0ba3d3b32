import type { LoaderFunctionArgs } from '@remix-run/node'
import { answerApi } from '~/api.server'
import { endpoints } from '~/endpoints.server'
import { getGuardians } from '~/features/guardians/read.server'

export const loader = (args: LoaderFunctionArgs) => answerApi(endpoints.guardians, args, () => getGuardians())

export const action = loader
