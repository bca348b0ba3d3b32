import { describe, expect, it } from 'vitest'
import { getBody, renderMarkdown } from '~/features/proposals/components/markdown.server'

const ATTACKS = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<svg onload=alert(1)><animate onbegin=alert(1)>',
  '<iframe src="javascript:alert(1)"></iframe>',
  '<a href="javascript:alert(1)">x</a>',
  '[x](javascript:alert(1))',
  '[x](JaVaScRiPt:alert(1))',
  '[x](data:text/html;base64,PHNjcmlwdD4=)',
  '[x](vbscript:msgbox(1))',
  '[x](//evil.example/steal)',
  '![x](https://evil.example/pixel.png)',
  '![x](javascript:alert(1))',
  '<style>body{display:none}</style>',
  '<form action=https://evil.example><input name=key></form>',
  '<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>',
  '<p style="position:fixed;inset:0">cover</p>',
  '<base href=https://evil.example>',
  '<meta http-equiv=refresh content="0;url=https://evil.example">',
  '[x](https://a.example "onmouseover=alert(1)")',
  '`<script>`',
  '<https://evil.example/"onmouseover="alert(1)>',
]

describe('renderMarkdown', () => {
  it.each(ATTACKS)('makes nothing that runs, loads or covers out of %s', (attack) => {
    const tags = renderMarkdown(attack).match(/<[^>]*>/g) ?? []
    const dangerous =
      /<(script|img|svg|iframe|style|form|input|base|meta|object|embed|math|link)\b|\son\w+=|style=|javascript:|data:|vbscript:|href="\/\//i
    expect(tags.filter((tag) => dangerous.test(tag))).toEqual([])
  })

  it('says whose links they are and gives them no weight', () => {
    expect(renderMarkdown('[report](https://a.example/r)')).toContain(
      '<a href="https://a.example/r" rel="nofollow ugc noopener noreferrer">report</a>',
    )
  })

  it('shows the words of a picture and never loads it', () => {
    expect(renderMarkdown('![a chart](https://a.example/c.png)')).toBe('<p>a chart</p>\n')
  })

  it('begins headings below those of the page and skips no level', () => {
    const html = renderMarkdown('## One\n\n#### Two\n\n# Three\n\n###### Four')
    expect(html.match(/<h\d>/g)).toEqual(['<h3>', '<h4>', '<h3>', '<h4>'])
    expect(html.match(/<\/h\d>/g)).toEqual(['</h3>', '</h4>', '</h3>', '</h4>'])
  })

  it('keeps lists, emphasis, code and tables', () => {
    const html = renderMarkdown('- **a**\n- `b`\n\n| x | y |\n|---|---|\n| 1 | 2 |')
    for (const tag of ['<ul>', '<strong>', '<code>', '<table>', '<td>']) expect(html).toContain(tag)
  })
})

describe('getBody', () => {
  it('leaves out the line that is the title already', () => {
    expect(getBody('# Open it\n\nBecause.', 'Open it')).toBe('Because.')
  })

  it('leaves out the suffix that only the governor reads', () => {
    expect(getBody(`Why\n\n#proposer=0x${'aB'.repeat(20)}`, 'Title')).toBe('Why')
  })

  it('keeps a text whose first line is not the title', () => {
    expect(getBody('First.\n\nSecond.', 'Title')).toBe('First.\n\nSecond.')
  })
})
