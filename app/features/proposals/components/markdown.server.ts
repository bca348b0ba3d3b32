import MarkdownIt from 'markdown-it'
import sanitizeHtml from 'sanitize-html'

const TOP_LEVEL = 3
const LOWEST_LEVEL = 6

const levelOf = ({ tag }: { tag: string }): number => Number(tag.slice(1))

const markdown = new MarkdownIt({ html: false, linkify: false, typographer: false })

// The page's own headings end at h2: the text's begin at h3, and none is more than one below the one before it.
markdown.core.ruler.push('heading-levels', ({ tokens }) => {
  const first = tokens.find(({ type }) => type === 'heading_open')
  const shift = first === undefined ? 0 : TOP_LEVEL - levelOf(first)
  let last = TOP_LEVEL - 1
  for (const token of tokens) {
    if (token.type === 'heading_open') {
      last = Math.min(Math.max(levelOf(token) + shift, TOP_LEVEL), last + 1, LOWEST_LEVEL)
      token.tag = `h${last}`
    } else if (token.type === 'heading_close') token.tag = `h${last}`
  }
})

const ALLOWED = [
  ...['p', 'br', 'hr', 'strong', 'em', 's', 'code', 'pre', 'blockquote', 'ul', 'ol', 'li', 'a'],
  ...['table', 'thead', 'tbody', 'tr', 'th', 'td', 'h3', 'h4', 'h5', 'h6'],
]

/**
 * A proposer's text as HTML. It is hostile until shown otherwise: raw HTML is text, pictures (which would tell their
 * server who reads) become their words, links say whose they are and carry no weight, and nothing but the listed tags
 * passes the second gate.
 */
export const renderMarkdown = (source: string): string =>
  sanitizeHtml(markdown.render(source), {
    allowedTags: ALLOWED,
    allowedAttributes: { a: ['href', 'rel'], ol: ['start'] },
    allowedSchemes: ['https', 'http', 'mailto', 'ipfs'],
    allowProtocolRelative: false,
    disallowedTagsMode: 'discard',
    transformTags: {
      a: sanitizeHtml.simpleTransform('a', { rel: 'nofollow ugc noopener noreferrer' }),
      img: (_tag, { alt }) => ({ tagName: 'span', attribs: {}, text: alt ?? '' }),
    },
  })

// OpenZeppelin's guard against front-running, for the governor and not for readers.
const PROPOSER_SUFFIX = /#proposer=0x[0-9a-f]{40}$/i

/** The text without the line that is already the page's heading, and without what only the governor reads. */
export const getBody = (description: string, title: string): string => {
  const text = description.trim().replace(PROPOSER_SUFFIX, '')
  const [first = '', ...rest] = text.split('\n')
  const bare = first.replace(/^#+\s*/, '').trim()
  return (bare === title.trim() ? rest.join('\n') : text).trim()
}
