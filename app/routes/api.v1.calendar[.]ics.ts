import type { LoaderFunctionArgs } from '@remix-run/node'
import { answerText } from '~/api.server'
import { endpoints } from '~/endpoints.server'
import { buildCalendar } from '~/features/feeds/calendar.server'

export const loader = (args: LoaderFunctionArgs) =>
  answerText(endpoints.calendar, args, ({ query }) => buildCalendar(query, new URL(args.request.url).origin))

export const action = loader
