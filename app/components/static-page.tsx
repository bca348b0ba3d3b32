import type { MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { StaticHtml } from './static-html'

export type PageData = { title: string; html: string }

/** A page that only reads: the server has rendered all of it. */
export const StaticPage = () => {
  const { html } = useLoaderData<PageData>()
  return <StaticHtml html={html} />
}

/** The document's title from the loader, in the reader's language. */
export const pageMeta: MetaFunction<() => PageData> = ({ data, error }) => {
  if (data !== undefined) return [{ title: data.title }]
  const problem = (error as { data?: { title?: string } } | undefined)?.data
  return [{ title: problem?.title ? `${problem.title} · Ostrakon` : 'Ostrakon' }]
}
