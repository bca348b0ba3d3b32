import { request } from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startApi, type TestApi } from '#test/support/api'
import { holderAt } from '#test/support/chain'
import { startDao, type TestDao } from '#test/support/dao'

const PORTAL = 'https://portal.example'
const HOSTILE = '</title><script>alert(1)</script>\u202e"&amp; 开放权重'

let dao: TestDao
let api: TestApi
let id: string

beforeAll(async () => {
  dao = await startDao()
  id = String(await dao.chain.propose(holderAt(0), `# ${HOSTILE}\n\ntext`))
  await dao.chain.openVote()
  await dao.indexed()
  api = await startApi({ ...dao.settings, PUBLIC_URL: PORTAL })
})

afterAll(async () => {
  await api?.stop()
  await dao?.stop()
})

const read = async (path: string, init: RequestInit = {}) => {
  const response = await fetch(`${api.origin}${path}`, init)
  return { status: response.status, headers: response.headers, body: Buffer.from(await response.arrayBuffer()) }
}

const readCard = (search = '', init: RequestInit = {}) => read(`/proposals/${id}/card.png${search}`, init)

test('the picture of a proposal is a PNG of 1200 by 630, of the language in its address and of no cookie', async () => {
  const { status, headers, body } = await readCard()
  expect({ status, type: headers.get('Content-Type') }).toEqual({ status: 200, type: 'image/png' })
  expect(body.subarray(1, 4).toString()).toBe('PNG')
  expect([body.readUInt32BE(16), body.readUInt32BE(20)]).toEqual([1200, 630])
  expect(headers.get('Cache-Control')).toBe('public, max-age=300')
  const chinese = await readCard('?lang=zh-CN')
  expect(chinese.body.equals(body)).toBe(false)
  const asked = await readCard('', { headers: { 'Accept-Language': 'zh-CN', Cookie: 'lang=zh-CN' } })
  expect(asked.body.equals(body)).toBe(true)
})

test('its ETag stays while nothing happens, answers 304, and is another one once somebody votes', async () => {
  const [first, again] = [await readCard(), await readCard('', { method: 'HEAD' })]
  const etag = first.headers.get('ETag') ?? ''
  expect(etag).toMatch(/^"[\w-]+"$/)
  expect([again.status, again.headers.get('ETag'), again.body.length]).toEqual([200, etag, 0])
  const same = await readCard('', { headers: { 'If-None-Match': etag } })
  expect([same.status, same.body.length]).toEqual([304, 0])
  await dao.chain.vote(holderAt(1), BigInt(id), 1)
  await dao.indexed()
  const voted = await readCard('', { headers: { 'If-None-Match': etag } })
  expect(voted.status).toBe(200)
  expect(voted.headers.get('ETag')).not.toBe(etag)
})

test('there is no picture of a proposal that is not there, and none is taken', async () => {
  for (const unknown of ['999', '0', 'abc', '1e9', '%00', '..%2f1']) {
    expect([unknown, (await read(`/proposals/${unknown}/card.png`)).status]).toEqual([unknown, 404])
    expect([unknown, (await read(`/embed/proposals/${unknown}`)).status]).toEqual([unknown, 404])
  }
  expect((await readCard('', { method: 'POST' })).status).toBe(405)
})

test('a link to a proposal says elsewhere what it is about, and lets nothing of its title out of quotes', async () => {
  const page = (await read(`/proposals/${id}`)).body.toString()
  const head = page.slice(0, page.indexOf('</head>'))
  const contentOf = (name: string) => new RegExp(`="${name}" content="([^"]*)"`).exec(head)?.[1]
  expect(contentOf('og:url')).toBe(`${PORTAL}/proposals/${id}`)
  expect(contentOf('og:image')).toBe(`${PORTAL}/proposals/${id}/card.png?lang=en`)
  expect(contentOf('og:type')).toBe('website')
  expect(contentOf('twitter:card')).toBe('summary_large_image')
  expect(contentOf('og:title')).toBe(
    '&lt;/title&gt;&lt;script&gt;alert(1)&lt;/script&gt;\\u{202e}&quot;&amp;amp; 开放权重',
  )
  expect(contentOf('og:description')).toContain(`Proposal ${id} · Passing so far`)
  expect(contentOf('og:image:alt')).toMatch(/Voting · Token house: For .* · Seat house: For /)
  expect(head).toContain(`<link rel="canonical" href="${PORTAL}/proposals/${id}"/>`)
  expect(head).not.toContain('<script>alert')
})

test('oEmbed gives the frame of a proposal’s page, as large as there is room, and of no other address', async () => {
  const ask = (url: string, more = '') => api.get(`/oembed?url=${encodeURIComponent(url)}${more}`)
  const page = `${PORTAL}/proposals/${id}`
  const { status, text } = await ask(page, '&format=json&maxwidth=400')
  expect(status).toBe(200)
  expect(JSON.parse(text)).toEqual({
    version: '1.0',
    type: 'rich',
    provider_name: 'Ostrakon',
    provider_url: PORTAL,
    title: HOSTILE.replace('\u202e', '\\u{202e}'),
    width: 400,
    height: 560,
    html:
      `<iframe src="${PORTAL}/embed/proposals/${id}?lang=en" title="Proposal ${id} on Ostrakon" ` +
      'width="400" height="560" loading="lazy" style="border:0;max-width:100%"></iframe>',
  })
  expect(JSON.parse((await ask(`${page}?lang=zh-CN`)).text).html).toContain('?lang=zh-CN"')
  const others = [`https://evil.example/proposals/${id}`, `${PORTAL}/models/1`, `${page}/x`, `${PORTAL}/proposals/999`]
  for (const url of [...others, `${PORTAL}@evil.example/proposals/${id}`, 'javascript:alert(1)']) {
    expect([url, (await ask(url)).status]).toEqual([url, 404])
  }
  for (const more of ['&format=xml', '&maxwidth=0', '&colour=red']) {
    expect([more, (await ask(page, more)).status]).toEqual([more, 400])
  }
  expect((await ask('none')).status).toBe(400)
})

/** As it is, where fetch would resolve the dots first. */
const readPolicy = (path: string) =>
  new Promise<string>((done, fail) => {
    const { hostname, port } = new URL(api.origin)
    const asked = request({ hostname, port, path }, (response) => {
      response.resume()
      done(String(response.headers['content-security-policy']))
    })
    asked.once('error', fail).end()
  })

test('the embed sets no cookie and may be framed; no spelling of another path may', async () => {
  const { headers, body } = await read(`/embed/proposals/${id}?lang=zh-CN`)
  expect(headers.get('Set-Cookie')).toBeNull()
  expect(headers.get('Content-Security-Policy')).toContain('frame-ancestors *')
  expect(body.toString()).toContain('lang="zh-CN"')
  expect(body.toString()).not.toContain('<script')
  const again = await read(`/embed/proposals/${id}?lang=zh-CN`, {
    headers: { 'If-None-Match': headers.get('ETag') ?? '' },
  })
  expect(again.status).toBe(304)
  const tricks = ['../../proposals', '%2e%2e/%2e%2e/proposals', `${id}/../../../proposals`, './../../proposals']
  for (const path of [`/proposals/${id}`, '/', ...tricks.map((trick) => `/embed/proposals/${trick}/${id}`)]) {
    expect([path, await readPolicy(path)]).toEqual([path, expect.stringContaining("frame-ancestors 'none'")])
  }
})
