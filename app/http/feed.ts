import { Feed } from 'feed'
import { toPlainText } from '~/domain/plain-text'
import { toTime } from './present'

/** What a feed is: `id` for ever, `home` the page about the same, `self` its own address, `seconds` of its last entry. */
export type FeedHead = { id: string; title: string; home: string; self: string; seconds: number }

/** An entry; title and summary are text that anybody may have written. `seconds` is its UNIX time. */
export type FeedEntry = {
  id: string
  url: string
  title: string
  summary: string
  seconds: number
  tags?: readonly string[]
}

// Titles and summaries are HTML in the Atom that the library writes, and what people wrote may hold anything.
const escapeHtml = (text: string): string =>
  toPlainText(text).replace(/[<>&"']/g, (letter) => `&#${letter.charCodeAt(0)};`)

/** Atom (RFC 4287). */
export const writeAtom = ({ id, title, home, self, seconds }: FeedHead, entries: readonly FeedEntry[]): string => {
  const feed = new Feed({
    id,
    title: toPlainText(title),
    link: home,
    feedLinks: { atom: self },
    updated: new Date(seconds * 1000),
    generator: 'Ostrakon',
    author: { name: 'Ostrakon' },
  })
  for (const entry of entries) {
    feed.addItem({
      id: entry.id,
      title: escapeHtml(entry.title),
      link: entry.url,
      date: new Date(entry.seconds * 1000),
      description: escapeHtml(entry.summary),
      category: (entry.tags ?? []).map((name) => ({ name, term: name })),
    })
  }
  return feed.atom1()
}

/** JSON Feed 1.1, whose texts are plain: the library that writes Atom writes version 1 with HTML. */
export const writeJsonFeed = ({ title, home, self }: FeedHead, entries: readonly FeedEntry[]): string =>
  JSON.stringify({
    version: 'https://jsonfeed.org/version/1.1',
    title: toPlainText(title),
    home_page_url: home,
    feed_url: self,
    language: 'en',
    authors: [{ name: 'Ostrakon' }],
    items: entries.map((entry) => ({
      id: entry.id,
      url: entry.url,
      title: toPlainText(entry.title),
      content_text: toPlainText(entry.summary),
      date_published: toTime(entry.seconds),
      tags: entry.tags ?? [],
    })),
  })
