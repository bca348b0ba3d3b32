import type { LoaderFunctionArgs } from '@remix-run/node'
import { handleApi } from '~/api.server'
import { type Connection, openEvents } from '~/events.server'

// Another server than ours may say neither.
const toConnection = ({ countUnread, onGone }: LoaderFunctionArgs['context'], { signal }: Request): Connection => ({
  countUnread: typeof countUnread === 'function' ? () => Number(countUnread()) : () => 0,
  onGone: (listener) =>
    typeof onGone === 'function' ? void onGone(listener) : signal.addEventListener('abort', listener),
})

export const loader = ({ request, context }: LoaderFunctionArgs) =>
  handleApi(request, { get: () => openEvents(request, toConnection(context, request)) })

export const action = loader
