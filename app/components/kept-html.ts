import { createContext } from 'react'

// No component renders a comment that begins like this, and markup of readers never has one.
const MARK = '<!--kept '

/** HTML that is in the document already, by the token that stands for it in the page's data. */
export type KeptHtml = Map<string, string>

/** Only the server's render of a document fills it. */
export const KeptHtmlContext = createContext<ReadonlyMap<string, string>>(new Map())

/** Puts HTML aside and gives the token for it, so that a document does not carry it twice, as page and as data. */
export const keepHtml = (kept: KeptHtml, html: string): string => {
  // A page leaves out what is empty, which a token would hide.
  if (html === '') return ''
  const token = `${MARK}${kept.size}-->`
  kept.set(token, html)
  return token
}

/** Whether this stands for HTML that the document holds. */
export const isKept = (html: string): boolean => html.startsWith(MARK)
