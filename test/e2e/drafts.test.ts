import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { launchChromium } from '#test/support/chromium'
import { holders, openDemoDao } from '#test/support/demo-dao'
import { buildDraftCalls, makeSponsoredDraft, openDrafts } from '#test/support/drafts'
import { openReader, waitForScripts } from '#test/support/open-page'
import { waitUntil } from '#test/support/wait-until'
import { injectWallet, pickTestWallet } from '#test/support/wallet'

const portal = inject('portal')
const [author, other] = holders
if (author === undefined || other === undefined) throw new Error('The demo has no holders.')
const { admit, revoke } = buildDraftCalls(portal)
let browser: Browser

beforeAll(async () => {
  browser = await launchChromium()
})
afterAll(() => browser?.close())

const textsOf = (page: Page, selector: string) =>
  page.locator(selector).evaluateAll((all) => all.map((one) => one.textContent?.trim()))

const bodyOf = (changes: Record<string, unknown>) => ({
  ...{ title: 'Admit a university', text: 'It asked.\n', actions: [admit('5')], visibility: 'public' },
  ...changes,
})

test('a public draft is found and read without scripts, with all that is known of it', async () => {
  const id = await makeSponsoredDraft(portal)
  const { open, context } = await openReader(browser, portal, { scripts: false })
  const page = await open(`/drafts?author=${author.address}`)
  const row = page.getByRole('listitem').filter({ has: page.locator(`a[href="/drafts/${id}"]`) })
  await row
    .getByText('Kind: Custom call and Allocation policy')
    .or(row.getByText('Kind: Allocation policy and Custom call'))
    .waitFor()
  await row.getByText('Tier 1, policy').waitFor()
  await row.getByText(/Its sponsors have what proposing takes: 0\.00.OST and 1.seat;/).waitFor()
  await row.getByRole('link', { name: 'Admit two universities' }).click()
  await page.getByRole('heading', { level: 1, name: 'Admit two universities' }).waitFor()
  await page.getByText('Call 3: Tier 0, routine. The charter lists this function as routine.').waitFor()
  await page.getByText('They could propose it').waitFor()
  await page.getByText('revision 2, which says something else').waitFor()
  await page.getByRole('blockquote').getByText('Both train models.').waitFor()
  await page.getByText(/Calls of several tiers \(Tier 1, policy; Tier 0, routine\)/).waitFor()
  expect(await page.locator('dl.raw').count()).toBe(3)
  const { data } = await (await fetch(`${portal.url}/api/v1/drafts/${id}/revisions`)).json()
  for (const { digest } of data) await page.locator('#revisions ~ table').getByText(digest).waitFor()
  await waitUntil('it is simulated', async () => {
    if ((await page.getByText('It is being simulated').count()) === 0) return true
    await page.reload()
    return false
  })
  await page.getByText(/^It would (succeed|fail)/).waitFor()
  await context.close()
})

test('the page of a difference shows exactly what changed, and says what did not', async () => {
  const drafts = await openDrafts(portal, author)
  const first = await drafts.make(
    bodyOf({ text: 'One.\nTwo.\nThree.\n', actions: [admit('5'), { kind: 'policy', move: 'lower', cap: '8' }] }),
  )
  await drafts.change(
    first,
    bodyOf({ text: 'One.\n2.\nThree.\n', actions: [admit('5'), { kind: 'policy', move: 'lower', cap: '7' }] }),
  )
  const { open, context } = await openReader(browser, portal, { scripts: false })
  const page = await open(`/drafts/${first.id}`)
  await page.getByRole('link', { name: 'From 1 to 2' }).click()
  const part = (name: string) => `section[aria-labelledby=${name}]`
  await page.locator(part('title')).getByText('Unchanged.').waitFor()
  expect([await textsOf(page, `${part('text')} del`), await textsOf(page, `${part('text')} ins`)]).toEqual([
    ['Two.'],
    ['2.'],
  ])
  expect([await textsOf(page, `${part('actions')} del`), await textsOf(page, `${part('actions')} ins`)]).toEqual([
    ['8'],
    ['7'],
  ])
  await page
    .locator(part('actions'))
    .getByRole('listitem')
    .filter({ hasText: 'Custom call' })
    .getByText('Unchanged')
    .waitFor()
  const sentences = await textsOf(page, `${part('calls')} :is(del, ins) > bdi`)
  expect(sentences).toEqual([expect.stringContaining('more than 8%'), expect.stringContaining('more than 7%')])
  await page.goto(`/drafts/${first.id}/diff?from=2&to=2`)
  expect(await page.getByText('Unchanged.').count()).toBe(4)
  const wrong = await page.goto(`/drafts/${first.id}/diff?from=x`)
  expect(wrong?.status()).toBe(400)
  await context.close()
})

test('a draft says which proposal it became', async () => {
  const drafts = await openDrafts(portal, author)
  const dao = openDemoDao(portal)
  const first = await drafts.make(bodyOf({ title: 'Become a draft', actions: [revoke(1)] }))
  const { id } = await drafts.change(first, bodyOf({ title: 'Become a proposal', actions: [revoke(1)] }))
  // Whoever copies it afterwards gets no link from it.
  await (await openDrafts(portal, other)).make(bodyOf({ title: 'Become a proposal', actions: [revoke(1)] }))
  const { propose } = (await drafts.read(`/drafts/${id}/prepared`)) as {
    propose: { to: `0x${string}`; data: `0x${string}` }
  }
  await dao.send(author, propose.to, propose.data)
  await dao.indexed()
  const { open, context } = await openReader(browser, portal, { scripts: false })
  const page = await open(`/drafts/${id}`)
  await page.getByRole('link', { name: /^Proposal \d+$/ }).click()
  await page.getByRole('heading', { level: 1, name: 'Become a proposal' }).waitFor()
  await page.getByRole('link', { name: `Its proposer wrote it as draft ${id}, in 2 revisions` }).waitFor()
  await page.getByRole('link', { name: 'What changed since the first' }).click()
  await page.getByText('Become a draft').waitFor()
  await context.close()
})

test('a hostile draft stays text on all its pages', async () => {
  const drafts = await openDrafts(portal, author)
  const hostile = '<img src=x onerror=alert(1)><script>alert(2)</script>'
  const text = `${hostile}\n\n[why](javascript:alert(3)) ![spy](https://evil.example/x.png)\n`
  const action = { kind: 'measurement', description: hostile }
  const first = await drafts.make(bodyOf({ title: hostile, text, actions: [action] }))
  await drafts.change(
    first,
    bodyOf({ title: `${hostile}!`, text: `${text}${hostile}`, actions: [{ ...action, measurement: hostile }] }),
  )
  const { open, context, errors } = await openReader(browser, portal)
  const strangers: string[] = []
  context.on('request', (request) => {
    if (![portal.url, portal.rpcUrl].includes(new URL(request.url()).origin)) strangers.push(request.url())
  })
  const page = await open('/drafts')
  const dialogs: string[] = []
  page.on('dialog', (dialog) => {
    dialogs.push(dialog.message())
    void dialog.dismiss()
  })
  for (const path of ['/drafts', `/drafts/${first.id}`, `/drafts/${first.id}/diff?from=1`]) {
    await page.goto(path)
    await page.getByText(hostile).first().waitFor()
    expect(
      await page.locator('main').locator('script, img, iframe, [onerror], a[href^="javascript:"]').count(),
      path,
    ).toBe(0)
  }
  expect({ strangers, dialogs, errors }).toEqual({ strangers: [], dialogs: [], errors: [] })
  await context.close()
})

test('a private draft is no page for others, and reads as one that is not there', async () => {
  const drafts = await openDrafts(portal, author)
  const { id } = await drafts.make(bodyOf({ title: 'For my eyes', visibility: 'private' }))
  const stranger = await openDrafts(portal, other)
  const read = async (path: string, cookie = '') => {
    const answer = await fetch(`${portal.url}${path}`, { headers: { Cookie: cookie } })
    return { status: answer.status, text: await answer.text(), cache: answer.headers.get('Cache-Control') }
  }
  for (const path of [`/drafts/${id}`, `/drafts/${id}/diff`, '/drafts']) {
    for (const cookie of ['', stranger.session['Cookie'] ?? '']) {
      const { status, text } = await read(path, cookie)
      expect(status, path).toBe(path === '/drafts' ? 200 : 404)
      expect(text, path).not.toContain('For my eyes')
    }
    const own = await read(path, drafts.session['Cookie'])
    expect({ status: own.status, shown: own.text.includes('For my eyes') || path.endsWith('diff') }, path).toEqual({
      status: 200,
      shown: true,
    })
    expect(own.cache).toContain('private')
  }
  const mainOf = ({ text }: { text: string }) => /<main[\s\S]*<\/main>/.exec(text)?.[0]
  const [hidden, missing] = [await read(`/drafts/${id}`), await read('/drafts/999999')]
  expect(missing.status).toBe(404)
  expect(mainOf(hidden)?.replace(`Draft ${id} `, 'Draft 999999 ')).toBe(mainOf(missing))
  expect((await read('/drafts/none')).status).toBe(404)
})

/** Fills the wizard and saves it for whoever has the link; answers where that leads. */
const saveFromWizard = async (page: Page): Promise<string> => {
  await page.getByRole('radio', { name: 'Lower the cap alone (routine)' }).check()
  await page.getByLabel('Title').fill('From the wizard')
  await page.getByLabel('Cap of a party, of a pool').fill('10')
  await page.getByLabel('Who may read it').selectOption('link')
  await page.getByRole('button', { name: 'Save as a draft' }).click()
  await pickTestWallet(page)
  await page.getByText('Saved as revision 1.').waitFor()
  return (await page.getByRole('link', { name: /^\/drafts\/\d+#/ }).getAttribute('href')) ?? ''
}

test('a draft is saved from the wizard, keeps what was typed where it was changed elsewhere, and is sponsored by its link', async () => {
  const { open, context } = await openReader(browser, portal, { viewer: author.address })
  await injectWallet(context, { account: author, rpcUrl: portal.rpcUrl })
  const page = await open('/proposals/new?kind=policy')
  const path = await saveFromWizard(page)
  const id = /^\/drafts\/(\d+)#[\w-]{43}$/.exec(path)?.[1] ?? ''
  const save = page.getByRole('button', { name: `Save to draft ${id}` })
  await page.getByLabel('Title').fill('From the wizard, again')
  await save.click()
  await page.getByText('Saved as revision 2.').waitFor()

  const drafts = await openDrafts(portal, author)
  const current = (await drafts.read(`/drafts/${id}`)) as {
    id: string
    etag: string
    revision: number
    digest: `0x${string}`
  }
  await drafts.change(current, bodyOf({ title: 'From elsewhere', visibility: 'link' }))
  await page.getByLabel('Title').fill('Typed meanwhile')
  await save.click()
  await page.getByText(`Revision 3 of draft ${id} is current`).waitFor()
  expect(await page.getByLabel('Title').inputValue()).toBe('Typed meanwhile')
  await save.click()
  await page.getByText('Saved as revision 4.').waitFor()
  await page.reload()
  await waitForScripts(page)
  expect(await page.getByLabel('Title').inputValue()).toBe('Typed meanwhile')
  expect(await page.getByLabel('Who may read it').inputValue()).toBe('link')
  await page.getByRole('link', { name: path }).waitFor()
  await save.waitFor()
  await context.close()

  const reader = await openReader(browser, portal)
  await injectWallet(reader.context, { account: other, rpcUrl: portal.rpcUrl })
  const shared = await reader.open(`/drafts/${id}`)
  await shared.getByRole('heading', { level: 1, name: 'Nothing public is here' }).waitFor()
  await shared.goto(`/drafts/${id}#none`)
  await shared.getByText('The token of this link opens it no more').waitFor()
  await shared.goto(path)
  await shared.getByRole('heading', { level: 1, name: 'Typed meanwhile' }).waitFor()
  expect(await shared.title()).toBe(`Draft ${id}: Typed meanwhile · Ostrakon`)
  await shared.getByRole('link', { name: 'From 3 to 4' }).click()
  await shared.locator('section[aria-labelledby=title] ins').getByText('Typed meanwhile').waitFor()
  await shared.goBack()
  await shared.getByRole('button', { name: 'Connect a wallet to sponsor it' }).click()
  await pickTestWallet(shared)
  await shared.getByRole('button', { name: 'Sponsor revision 4' }).click()
  await shared.getByRole('button', { name: 'Take my sponsorship back' }).click()
  await shared.getByText('Nobody sponsors it yet.').waitFor()
  await shared.getByRole('button', { name: 'Sponsor revision 4' }).waitFor()
  await reader.context.close()
})

test('a sponsor of a public draft stands behind the revision that it read', async () => {
  const drafts = await openDrafts(portal, author)
  const first = await drafts.make(bodyOf({ title: 'To be sponsored' }))
  const { open, context } = await openReader(browser, portal, { viewer: other.address })
  await injectWallet(context, { account: other, rpcUrl: portal.rpcUrl })
  const page = await open(`/drafts/${first.id}`)
  const second = await drafts.change(first, bodyOf({ title: 'Changed under the reader' }))
  await page.getByRole('button', { name: 'Sponsor revision 1' }).click()
  await pickTestWallet(page)
  await page.getByText('It was changed meanwhile.').waitFor()
  await page.getByRole('heading', { level: 1, name: 'Changed under the reader' }).waitFor()
  await page.getByRole('button', { name: 'Sponsor revision 2' }).click()
  await page.getByRole('button', { name: 'Take my sponsorship back' }).waitFor()
  await page.getByText('They could propose it').waitFor()
  const { list } = (await drafts.read(`/drafts/${first.id}/sponsors`)) as { list: { digest: string }[] }
  expect(list.map(({ digest }) => digest)).toEqual([second.digest])
  await context.close()
})

test('a saved draft is opened in the form: its author goes on with it, and others begin one of their own', async () => {
  const drafts = await openDrafts(portal, author)
  const { id } = await drafts.make(
    bodyOf({ title: 'Lower the cap', actions: [{ kind: 'policy', move: 'lower', cap: '8' }] }),
  )
  const { open, context } = await openReader(browser, portal)
  await injectWallet(context, { account: author, rpcUrl: portal.rpcUrl })
  const page = await open(`/drafts/${id}`)
  await page.getByRole('link', { name: 'Open it in the form' }).click()
  await waitForScripts(page)
  expect(await page.getByLabel('Title').inputValue()).toBe('Lower the cap')
  expect(await page.getByLabel('Cap of a party, of a pool').inputValue()).toBe('8')
  await page.getByRole('button', { name: 'Connect a wallet to save it' }).click()
  await pickTestWallet(page)
  const save = page.getByRole('button', { name: `Save to draft ${id}` })
  await save.waitFor()
  await page.getByLabel('Cap of a party, of a pool').fill('7')
  await page.reload()
  await waitForScripts(page)
  expect(await page.getByLabel('Cap of a party, of a pool').inputValue()).toBe('7')
  await save.click()
  await page.getByText('Saved as revision 2.').waitFor()
  expect(await drafts.read(`/drafts/${id}`)).toMatchObject({ revision: 2, actions: [{ cap: '7' }] })
  await context.close()

  const stranger = await openReader(browser, portal)
  await injectWallet(stranger.context, { account: other, rpcUrl: portal.rpcUrl })
  const copy = await stranger.open(`/proposals/new?draft=${id}`)
  await copy.getByRole('button', { name: 'Connect a wallet to save it' }).click()
  await pickTestWallet(copy)
  await copy.getByRole('button', { name: 'Save as a draft' }).click()
  await copy.getByText('Saved as revision 1.').waitFor()
  await stranger.context.close()
})
