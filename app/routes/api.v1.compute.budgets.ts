import type { LoaderFunctionArgs } from '@remix-run/node'
import { answerApi } from '~/api.server'
import { endpoints } from '~/endpoints.server'
import { listBudgetLines } from '~/features/compute/budgets.server'

export const loader = (args: LoaderFunctionArgs) =>
  answerApi(endpoints.budgets, args, ({ query }) => listBudgetLines(query))

export const action = loader
