import type { LoaderFunctionArgs } from '@remix-run/node'
import { handleApi } from '~/api.server'
import { scrape } from '~/prometheus.server'

const headers = { 'Content-Type': 'text/plain; version=0.0.4; charset=utf-8', 'Cache-Control': 'no-store' }

export const loader = ({ request }: LoaderFunctionArgs) =>
  handleApi(request, {
    get: async () => new Response(request.method === 'HEAD' ? null : await scrape(), { headers }),
  })

export const action = loader
