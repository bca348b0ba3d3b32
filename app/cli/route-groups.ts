import type { ServerBuild } from '@remix-run/node'

type Routes = ServerBuild['routes']

const API = /^\/api\/v1\/([a-z0-9.:_-]+)(?:\/|$)/
const CATCH_ALL = ['api/v1/*', '*']

const findTop = (routes: Routes, id: string): Routes[string] | undefined => {
  const route = routes[id]
  return route?.parentId === undefined || route.parentId === 'root' ? route : findTop(routes, route.parentId)
}

/**
 * The routes of a build by the resource of the API that they are of, each group with what else its paths can match. Remix
 * compiles and ranks all the routes that it is given at each request, which took half of the time of a short answer.
 */
export const groupRoutes = (routes: Routes): ReadonlyMap<string, Routes> => {
  const groups = new Map<string, Routes>()
  const shared = Object.fromEntries(
    Object.entries(routes).filter(([id, { path }]) => id === 'root' || CATCH_ALL.includes(path ?? '')),
  )
  for (const [id, route] of Object.entries(routes)) {
    const resource = API.exec(`/${findTop(routes, id)?.path ?? ''}`)?.[1]
    if (resource !== undefined) groups.set(resource, { ...(groups.get(resource) ?? shared), [id]: route })
  }
  return groups
}

/** The resource that a path is of; undefined elsewhere, and where it is spelt in another way than the routes are. */
export const findResource = (path: string): string | undefined => API.exec(path)?.[1]
