import type { LoaderFunctionArgs } from '@remix-run/node'
import { answerText } from '~/api.server'
import { endpoints } from '~/endpoints.server'
import specification from '../../docs/specification.md?raw'

export const loader = (args: LoaderFunctionArgs) => answerText(endpoints.daoGovernance, args, async () => specification)

export const action = loader
