import type { LoaderFunctionArgs } from '@remix-run/node'
import { answerDocument } from '~/api.server'
import { buildOpenapi } from '~/openapi.server'

export const loader = ({ request }: LoaderFunctionArgs) => answerDocument(request, buildOpenapi)

export const action = loader
