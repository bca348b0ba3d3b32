import type { LoaderFunctionArgs } from '@remix-run/node'
import { answerEmbed } from '~/embed.server'

/** The one path that may be framed: app/cli/security-headers.ts names it. */
export const loader = ({ request, params: { id = '' } }: LoaderFunctionArgs) => answerEmbed(request, id)
