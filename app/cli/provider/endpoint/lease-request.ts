import type { IncomingMessage, ServerResponse } from 'node:http'
import type { LeaseFacts } from '../../chain/lease-facts'
import type { Agent } from '../agent'

/** A request about a lease of this provider. */
export type LeaseRequest = {
  agent: Agent
  lease: LeaseFacts
  request: IncomingMessage
  response: ServerResponse
  query: URLSearchParams
}
