import { accessEndpoints } from './endpoints/access.server'
import { computeEndpoints } from './endpoints/compute.server'
import { daoEndpoints } from './endpoints/dao.server'
import { delegatesEndpoints } from './endpoints/delegates.server'
import { draftsEndpoints } from './endpoints/drafts.server'
import type { Endpoint } from './endpoints/endpoint.server'
import { erc4824Endpoints } from './endpoints/erc4824.server'
import { feedsEndpoints } from './endpoints/feeds.server'
import { marketEndpoints } from './endpoints/market.server'
import { metricsEndpoints } from './endpoints/metrics.server'
import { modelsEndpoints } from './endpoints/models.server'
import { pollsEndpoints } from './endpoints/polls.server'
import { proposalsEndpoints } from './endpoints/proposals.server'
import { pushEndpoints } from './endpoints/push.server'
import { relayEndpoints } from './endpoints/relay.server'
import { webhooksEndpoints } from './endpoints/webhooks.server'

/** The tables by subject, as the document groups them; each is also in `endpoints`. */
export const subjects = [
  { name: 'Proposals', about: 'What is proposed, who voted how, and what may happen next.', table: proposalsEndpoints },
  {
    name: 'Drafts',
    about: 'What is not proposed yet: what it would call, change and need.',
    table: draftsEndpoints,
  },
  {
    name: 'Polls',
    about: 'Temperature checks by signed messages: what members think before a vote. They bind nobody.',
    table: pollsEndpoints,
  },
  { name: 'Delegates', about: 'Who votes, for whom, and with how much.', table: delegatesEndpoints },
  { name: 'Models', about: 'Models and releases, and what stands behind their stages.', table: modelsEndpoints },
  { name: 'Compute', about: 'Pools, epochs, allocations and the money for them.', table: computeEndpoints },
  { name: 'Market', about: 'Providers, orders, leases, jobs and disputes.', table: marketEndpoints },
  {
    name: 'DAO',
    about: 'The council, every parameter, the contracts, and the state of the index.',
    table: daoEndpoints,
  },
  { name: 'Access', about: 'Sessions, keys, and the log of what was written.', table: accessEndpoints },
  {
    name: 'Feeds',
    about: 'To be told, and to take everything along: streams, feeds, a calendar, whole tables.',
    table: feedsEndpoints,
  },
  { name: 'ERC-4824', about: 'The DAO as other programs look for it.', table: erc4824Endpoints },
  {
    name: 'Metrics',
    about: 'How concentrated power is, who turns out, and how the server fares.',
    table: metricsEndpoints,
  },
  {
    name: 'Relay',
    about: 'Ballots and delegations that were signed elsewhere, sent by an account that pays for the gas.',
    table: relayEndpoints,
  },
  {
    name: 'Webhooks',
    about: 'To be told by a signed POST (Standard Webhooks) instead of asking: at least once, with a log and replay.',
    table: webhooksEndpoints,
  },
  {
    name: 'Push',
    about: 'What a browser is told by its own push service (Web Push, RFC 8030, 8291 and 8292). No account is needed.',
    table: pushEndpoints,
  },
] as const satisfies readonly { name: string; about: string; table: Record<string, Endpoint> }[]

/** Everything that the API does; routes validate with it and the OpenAPI document is made of it. */
export const endpoints = {
  ...proposalsEndpoints,
  ...draftsEndpoints,
  ...pollsEndpoints,
  ...delegatesEndpoints,
  ...modelsEndpoints,
  ...computeEndpoints,
  ...marketEndpoints,
  ...daoEndpoints,
  ...accessEndpoints,
  ...feedsEndpoints,
  ...erc4824Endpoints,
  ...metricsEndpoints,
  ...relayEndpoints,
  ...webhooksEndpoints,
  ...pushEndpoints,
}

/** By subject, what a reader of the documentation wants to know of each resource; `access` is null for everybody. */
export const listResources = () =>
  subjects.map(({ name, about, table }) => ({
    ...{ name, about },
    resources: Object.values<Endpoint>(table).map(({ path, method = 'get', summary, access = null }) => ({
      ...{ method, path: `/api/v1${path}`, summary, access },
    })),
  }))
