import type { LoaderFunctionArgs } from '@remix-run/node'
import { answerUnknown } from '~/api.server'

export const loader = ({ request }: LoaderFunctionArgs) => answerUnknown(request)

export const action = loader
