import type { MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { LiveUpdates } from './live-updates'
import { StaticHtml } from './static-html'

/** `live`: the kinds of news that make the page read its data again. */
export type PageData = { title: string; html: string; live: string[] }

/** A page that only reads: the server has rendered all of it. */
export const StaticPage = () => {
  const { html, live } = useLoaderData<PageData>()
  return (
    <>
      {live.length > 0 && <LiveUpdates kinds={live} />}
      <StaticHtml html={html} />
    </>
  )
}

/** The document's title from the loader, in the reader's language. */
export const pageMeta: MetaFunction<() => Pick<PageData, 'title'>> = ({ data, error }) => {
  if (data !== undefined) return [{ title: data.title }]
  const problem = (error as { data?: { title?: string } } | undefined)?.data
  return [{ title: problem?.title ? `${problem.title} · Ostrakon` : 'Ostrakon' }]
}
