import type { LoaderFunctionArgs } from '@remix-run/node'
import { handleApi } from '~/api.server'
import { openEvents } from '~/events.server'

export const loader = ({ request }: LoaderFunctionArgs) => handleApi(request, { get: () => openEvents(request) })

export const action = loader
