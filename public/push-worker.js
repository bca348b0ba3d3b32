// Shows what the portal sends, and opens its pages. It answers no requests of pages and keeps nothing.

// A page of this site, whatever the message says.
const toPage = (path) => {
  const home = new URL('/', self.location.origin)
  if (typeof path !== 'string' || !URL.canParse(path, home.href)) return home.href
  const url = new URL(path, home)
  return url.origin === home.origin ? url.href : home.href
}

const read = (data) => {
  try {
    const { title, body, path } = data.json()
    return { title: String(title), body: String(body), page: toPage(path) }
  } catch {
    // A browser wants something to be shown for every message.
    return { title: 'Ostrakon', body: '', page: toPage('/') }
  }
}

self.addEventListener('push', (event) => {
  const { title, body, page } = read(event.data)
  // The newest about a page takes the place of the one before, and says so.
  const options = { body, tag: page, renotify: true, icon: '/icon.svg', data: { page } }
  event.waitUntil(self.registration.showNotification(title, options))
})

const open = async (page) => {
  const windows = await self.clients.matchAll({ type: 'window', includeUncontrolled: true })
  const there = windows.find(({ url }) => url.split('#')[0] === page)
  await (there ? there.focus() : self.clients.openWindow(page))
}

self.addEventListener('notificationclick', (event) => {
  event.notification.close()
  event.waitUntil(open(toPage(event.notification.data?.page)))
})
