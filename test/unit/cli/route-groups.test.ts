import type { ServerBuild } from '@remix-run/node'
import { expect, test } from 'vitest'
import { findResource, groupRoutes } from '~/cli/route-groups'

type Routes = ServerBuild['routes']

const route = (id: string, path: string | undefined, parentId?: string) => [id, { id, path, parentId }] as const
const routes = Object.fromEntries([
  route('root', undefined),
  route('page', 'proposals/:id', 'root'),
  route('list', 'api/v1/proposals', 'root'),
  route('one', 'api/v1/proposals/:id', 'root'),
  route('votes', 'votes', 'one'),
  route('verify', 'api/v1/releases:verify', 'root'),
  route('feed', 'api/v1/feed.atom', 'root'),
  route('unknown', 'api/v1/*', 'root'),
  route('any', '*', 'root'),
]) as unknown as Routes

test('a resource has its own routes, what is below them, and whatever catches the rest', () => {
  const groups = groupRoutes(routes)
  expect([...groups.keys()].sort()).toEqual(['feed.atom', 'proposals', 'releases:verify'])
  expect(Object.keys(groups.get('proposals') ?? {}).sort()).toEqual(['any', 'list', 'one', 'root', 'unknown', 'votes'])
})

test.each([
  ['/api/v1/proposals/1/votes', 'proposals'],
  ['/api/v1/releases:verify', 'releases:verify'],
  ['/api/v1/feed.atom', 'feed.atom'],
  // Routes match these too, so they are looked for among all.
  ['/api/v1/%70roposals', undefined],
  ['/api/v1/PROPOSALS', undefined],
  ['//api/v1/proposals', undefined],
  ['/api/v1/', undefined],
  ['/proposals/1', undefined],
])('%s is of the resource %s', (path, resource) => {
  expect(findResource(path)).toBe(resource)
})
