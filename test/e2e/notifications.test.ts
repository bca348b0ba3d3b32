import { randomBytes } from 'node:crypto'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { sha256, stringToBytes } from 'viem'
import { afterAll, beforeAll, expect, inject, onTestFinished, test } from 'vitest'
import { launchChromium } from '#test/support/chromium'
import { openReader, press, type Reader } from '#test/support/open-page'
import { makeBrowserKeys } from '#test/support/push-service'
import { waitUntil } from '#test/support/wait-until'
import { guardian } from '~/cli/demo/cast'

const portal = inject('portal')
let browser: Browser

beforeAll(async () => {
  browser = await launchChromium()
})
afterAll(() => browser.close())

const openGranted = async (reader: Reader = {}) => {
  const opened = await openReader(browser, portal, reader)
  onTestFinished(() => opened.context.close())
  await opened.context.grantPermissions(['notifications'], { origin: portal.url })
  return opened
}

/**
 * Chromium reaches no push service from here, and none from such a profile at all: this stands in for what one would give
 * it, and for what the browser remembers. Worker, page and portal are the real ones.
 */
const giveSubscriptions = async (context: BrowserContext) => {
  const { keys, auth } = makeBrowserKeys()
  const endpoint = `https://push.example/send/${randomBytes(16).toString('base64url')}`
  const given = { p256dh: keys.getPublicKey('base64url'), auth: auth.toString('base64url') }
  await context.addInitScript(
    ([address, held]) => {
      const build = (key: ArrayBuffer | Uint8Array) => ({
        endpoint: address,
        options: { applicationServerKey: new Uint8Array(key).buffer },
        toJSON: () => ({ endpoint: address, expirationTime: null, keys: held }),
        unsubscribe: async () => {
          localStorage.removeItem('subscribed')
          return true
        },
      })
      Object.assign(PushManager.prototype, {
        subscribe: async ({ applicationServerKey }: { applicationServerKey: Uint8Array }) => {
          localStorage.setItem('subscribed', applicationServerKey.join())
          return build(applicationServerKey)
        },
        getSubscription: async () => {
          const kept = localStorage.getItem('subscribed')
          return kept === null ? null : build(Uint8Array.from(kept.split(',').map(Number)))
        },
      })
    },
    [endpoint, given] as const,
  )
  const path = `${portal.url}/api/v1/push/subscriptions/${sha256(stringToBytes(endpoint))}`
  return async () => {
    const { status, ...answer } = await fetch(path).then(async (one) => ({ status: one.status, ...(await one.json()) }))
    return { status, ...answer.data } as { status: number; topics?: string[]; locale?: string; account?: string | null }
  }
}

const says = (page: Page, text: string) => page.getByRole('status').getByText(text, { exact: true }).waitFor()

test('a reader turns notifications on, changes what is told, and turns them off; the portal forgets the browser', async () => {
  const { context, open, errors } = await openGranted({ viewer: guardian.address })
  const read = await giveSubscriptions(context)
  const page = await open('/notifications')
  expect((await read()).status).toBe(404)
  await page.getByRole('checkbox', { name: 'A proposal is made' }).uncheck()
  await page.getByRole('checkbox', { name: /^Do not remind me/ }).check()
  await press(page, 'Turn on notifications')
  await says(page, 'Notifications are on')
  expect(await read()).toMatchObject({
    ...{ status: 200, topics: ['opens', 'closing', 'decided', 'executed'], locale: 'en', account: guardian.address },
  })
  await page.reload()
  await says(page, 'Notifications are on')
  expect(await page.getByRole('checkbox', { name: 'A proposal is made' }).isChecked()).toBe(false)
  expect(await page.getByRole('checkbox', { name: /^Do not remind me/ }).isChecked()).toBe(true)
  await page.getByRole('checkbox', { name: 'It was executed' }).uncheck()
  await page.getByRole('checkbox', { name: /^Do not remind me/ }).uncheck()
  await press(page, 'Save')
  await says(page, 'Saved.')
  expect(await read()).toMatchObject({ topics: ['opens', 'closing', 'decided'], account: null })
  await press(page, 'Turn off')
  await says(page, 'Notifications are off. The portal forgot this browser.')
  expect((await read()).status).toBe(404)
  await page.getByRole('button', { name: 'Turn on notifications' }).waitFor()
  // What the browser remembers and the portal does not is a 404 by design, which Chromium logs.
  expect(errors.filter((error) => !error.includes('404'))).toEqual([])
})

test('a subscription under a key that the portal no longer has is made anew', async () => {
  const { context, open } = await openGranted({ locale: 'zh-CN' })
  const read = await giveSubscriptions(context)
  const page = await open('/notifications')
  await page.evaluate(() => localStorage.setItem('subscribed', Array(65).fill(4).join()))
  await press(page, '开启通知')
  await says(page, '通知已开启')
  expect(await read()).toMatchObject({ status: 200, locale: 'zh-CN' })
  const { data } = (await (await fetch(`${portal.url}/api/v1/push/key`)).json()) as { data: { publicKey: string } }
  const used = await page.evaluate(() => localStorage.getItem('subscribed'))
  expect(used).toBe([...Buffer.from(data.publicKey, 'base64url')].join())
})

test('each way in which it cannot work is said', async () => {
  const refused = await openReader(browser, portal)
  onTestFinished(() => refused.context.close())
  const page = await refused.open('/notifications')
  await press(page, 'Turn on notifications')
  await says(page, 'This site may not notify you')

  // Without a stand-in Chromium says itself that it reaches no push service.
  const unreached = await (await openGranted()).open('/notifications')
  await press(unreached, 'Turn on notifications')
  await says(unreached, 'That did not work')
  for (const name of await unreached.getByRole('checkbox').all()) await name.uncheck()
  await press(unreached, 'Turn on notifications')
  await says(unreached, 'Choose at least one.')

  const old = await openGranted()
  await old.context.addInitScript(() => Reflect.deleteProperty(window, 'PushManager'))
  const without = await old.open('/notifications')
  await says(without, 'This browser cannot take notifications here')
  expect(await without.getByRole('checkbox').count()).toBe(0)

  const away = await openGranted()
  await giveSubscriptions(away.context)
  await away.context.route('**/api/v1/push/**', (route) =>
    route.fulfill({ status: 429, json: { detail: 'Too many requests within a minute.' } }),
  )
  const busy = await away.open('/notifications')
  await press(busy, 'Turn on notifications')
  await says(busy, 'Nothing was changed here: Too many requests within a minute.')
})

test('nothing is registered or loaded for it before the first click, and without scripts the other ways are there', async () => {
  const { context, open } = await openReader(browser, portal)
  onTestFinished(() => context.close())
  const loaded: string[] = []
  context.on('request', (request) => loaded.push(request.url()))
  const page = await open('/notifications')
  await page.waitForLoadState('networkidle')
  expect(loaded.filter((url) => /push/.test(url))).toEqual([])
  expect(await page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length)).toBe(0)
  const plain = await openReader(browser, portal, { scripts: false })
  onTestFinished(() => plain.context.close())
  const read = await plain.open('/notifications')
  for (const name of ['Atom feed', 'JSON feed', 'Calendar (iCalendar)']) {
    const href = await read.getByRole('link', { name }).getAttribute('href')
    expect((await fetch(`${portal.url}${href}`)).status).toBe(200)
  }
})

type Shown = { title: string; body: string; tag: string; data: { page: string } }
type Scope = {
  registration: object
  clients: object
  WindowClient: { prototype: object }
  ExtendableEvent: new (type: string) => Event
  shown: Shown[]
  asked: string[]
}

/**
 * The worker with what it shows and opens; `deliver` is a message of a push service. A browser without a screen shows no
 * notifications, and only a person's click may open a window, so what the worker asks of the browser is noted.
 */
const startWorker = async () => {
  const { context, open } = await openGranted()
  const page = await open('/notifications')
  const client = await context.newCDPSession(page)
  const registrations: string[] = []
  client.on('ServiceWorker.workerRegistrationUpdated', ({ registrations: told }) =>
    registrations.push(...told.map(({ registrationId }) => registrationId)),
  )
  await client.send('ServiceWorker.enable')
  const started = context.waitForEvent('serviceworker')
  await page.evaluate(async () => {
    await navigator.serviceWorker.register('/push-worker.js', { scope: '/push-worker' })
  })
  const worker = await started
  await waitUntil('the worker is active', () =>
    page.evaluate(async () => {
      const registration = await navigator.serviceWorker.getRegistration('/push-worker')
      return registration?.active?.state === 'activated'
    }),
  )
  await worker.evaluate(() => {
    const scope = globalThis as unknown as Scope
    Object.assign(scope, { shown: [], asked: [] })
    Object.assign(scope.registration, {
      showNotification: async (title: string, options: Omit<Shown, 'title'>) => scope.shown.push({ title, ...options }),
    })
    Object.assign(scope.clients, { openWindow: async (url: string) => scope.asked.push(`open ${url}`) })
    Object.assign(scope.WindowClient.prototype, {
      async focus(this: { url: string }) {
        scope.asked.push(`focus ${this.url}`)
      },
    })
  })
  /** What is shown for a message, once it is. */
  const deliver = async (data: string): Promise<Shown> => {
    const count = () => worker.evaluate(() => (globalThis as unknown as Scope).shown.length)
    const before = await count()
    const [registrationId = ''] = registrations
    await client.send('ServiceWorker.deliverPushMessage', { origin: portal.url, registrationId, data })
    await waitUntil('it is shown', async () => (await count()) > before)
    const last = await worker.evaluate(() => (globalThis as unknown as Scope).shown.at(-1))
    if (last === undefined) throw new Error('nothing is shown')
    return last
  }
  const asked = () => worker.evaluate(() => (globalThis as unknown as Scope).asked)
  /** What the worker asks of the browser once a notification is clicked. */
  const click = async (data: unknown) => {
    const before = (await asked()).length
    await worker.evaluate((given) => {
      const { ExtendableEvent } = globalThis as unknown as Scope
      const notification = { close: () => undefined, data: given }
      globalThis.dispatchEvent(Object.assign(new ExtendableEvent('notificationclick'), { notification }))
    }, data)
    return waitUntil('it asks for a window', async () => (await asked())[before])
  }
  return { page, open, deliver, click }
}

test('the worker shows what it is sent as text, under the page it is about, which is always one of the portal', async () => {
  const { deliver } = await startWorker()
  const say = (path: unknown) => deliver(JSON.stringify({ title: 'New proposal 7', body: '<b>提案</b>', path }))
  const page = `${portal.url}/proposals/7`
  expect(await say('/proposals/7')).toEqual({
    ...{ title: 'New proposal 7', body: '<b>提案</b>', icon: '/icon.svg', renotify: true },
    ...{ tag: page, data: { page } },
  })
  const elsewhere = [
    'https://evil.example/',
    '//evil.example/',
    '/\\evil.example',
    'javascript:alert(1)',
    'http://[',
    7,
  ]
  for (const path of elsewhere) expect((await say(path)).data.page).toBe(`${portal.url}/`)
  for (const data of ['', 'no JSON', 'null']) {
    expect(await deliver(data)).toMatchObject({ title: 'Ostrakon', body: '', data: { page: `${portal.url}/` } })
  }
})

test('a click opens the page that a notification is about, or shows the window that has it', async () => {
  const { page, open, click } = await startWorker()
  const data = { page: `${portal.url}/proposals/40` }
  expect(await click(data)).toBe(`open ${portal.url}/proposals/40`)
  await open('/proposals/40')
  expect(await click(data)).toBe(`focus ${portal.url}/proposals/40`)
  for (const other of [{ page: 'https://evil.example/' }, null, {}]) {
    expect(await click(other)).toBe(`open ${portal.url}/`)
  }
  // No page of the portal is the worker's to answer for.
  expect(await page.evaluate(() => navigator.serviceWorker.controller)).toBe(null)
})
