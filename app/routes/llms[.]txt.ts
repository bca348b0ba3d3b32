import type { LoaderFunctionArgs } from '@remix-run/node'
import { buildEtag, isFresh } from '~/http/etag'
import { buildLlms } from '~/llms.server'
import { findPortal, getServices } from '~/services.server'

export const loader = async ({ request }: LoaderFunctionArgs) => {
  const body = buildLlms(findPortal(await getServices(), new URL(request.url).origin))
  const etag = buildEtag(body)
  const headers = { ETag: etag, 'Cache-Control': 'public, max-age=300', 'Content-Type': 'text/plain; charset=utf-8' }
  return isFresh(request, etag) ? new Response(null, { status: 304, headers }) : new Response(body, { headers })
}
