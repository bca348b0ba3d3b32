import { describe, expect, it } from 'vitest'
import { action } from '~/routes/preferences'

const post = (fields: Record<string, string>) =>
  action({
    request: new Request('http://localhost/preferences', { method: 'POST', body: new URLSearchParams(fields) }),
    params: {},
    context: {},
  })

describe('the theme form', () => {
  it('keeps the theme in a cookie and goes back to where the reader was', async () => {
    const response = await post({ theme: 'dark', back: '/proposals?q=a' })
    expect(response.headers.get('location')).toBe('/proposals?q=a')
    expect(response.headers.get('set-cookie')).toContain('theme=dark; Path=/')
  })

  it('forgets the cookie when the system decides', async () => {
    expect((await post({ theme: 'system', back: '/' })).headers.get('set-cookie')).toContain('Max-Age=0')
  })

  it.each(['https://evil.example', '//evil.example', '/\\evil.example', 'javascript:alert(1)', ''])(
    'never sends the reader away to %s',
    async (back) => {
      expect((await post({ theme: 'dark', back })).headers.get('location')).toBe('/')
    },
  )

  it('puts nothing into the cookie but a theme', async () => {
    const response = await post({ theme: 'dark; Domain=evil.example', back: '/' })
    expect(response.headers.get('set-cookie')).not.toContain('evil')
  })
})
