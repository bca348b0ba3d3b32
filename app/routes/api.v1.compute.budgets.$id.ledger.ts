import type { LoaderFunctionArgs } from '@remix-run/node'
import { answerApi } from '~/api.server'
import { endpoints } from '~/endpoints.server'
import { getBudgetLedger } from '~/features/compute/budgets.server'

export const loader = (args: LoaderFunctionArgs) =>
  answerApi(endpoints.budgetLedger, args, ({ params }) => getBudgetLedger(params.id))

export const action = loader
