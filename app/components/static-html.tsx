import { useContext, useEffect, useRef } from 'react'
import { isKept, KeptHtmlContext } from './kept-html'
import { updateHtml } from './update-html'

type StaticHtmlProps = {
  as?: 'div' | 'section' | 'aside'
  html: string
  className?: string
  labelledBy?: string
}

/**
 * What the server has rendered to HTML (escaped by React, or sanitised). Its code, texts and data never reach the
 * browser: a page costs no script to read, and only islands hydrate. Newer HTML is worked into what is there.
 */
export const StaticHtml = ({ as: Tag = 'div', html, className, labelledBy }: StaticHtmlProps) => {
  const kept = useContext(KeptHtmlContext)
  // In the browser a token finds nothing, and hydration leaves what is in the document as it is.
  const first = useRef(isKept(html) ? (kept.get(html) ?? '') : html)
  const shown = useRef(html)
  const place = useRef<HTMLElement & HTMLDivElement>(null)

  useEffect(() => {
    if (place.current === null || html === shown.current) return
    updateHtml(place.current, html)
    shown.current = html
  }, [html])

  return (
    <Tag
      ref={place}
      {...(className === undefined ? {} : { className })}
      {...(labelledBy === undefined ? {} : { 'aria-labelledby': labelledBy })}
      // biome-ignore lint/security/noDangerouslySetInnerHtml: rendered by renderStatic, which escapes all text
      dangerouslySetInnerHTML={{ __html: first.current }}
    />
  )
}
