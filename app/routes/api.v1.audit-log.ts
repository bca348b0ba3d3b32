import type { LoaderFunctionArgs } from '@remix-run/node'
import { answerNow } from '~/api.server'
import { endpoints } from '~/endpoints.server'
import { listAuditLog } from '~/features/access/audit-log.server'

export const loader = (args: LoaderFunctionArgs) =>
  answerNow(endpoints.auditLog, args, ({ query }) => listAuditLog(query))

export const action = loader
