import { OpenAPIRegistry, OpenApiGeneratorV31 } from '@asteasolutions/zod-to-openapi'
import { type Endpoint, endpoints } from '~/endpoints.server'
import { problemSchema } from '~/http/problem'

const problem = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: problemSchema } },
})

const refusals = {
  400: problem('A parameter or the body is unknown or not usable; `errors` names it.'),
  404: problem('There is no such resource.'),
  405: problem('The resource does not take this method; see Allow.'),
  500: problem('Something failed in the server.'),
  503: problem('The index is behind, or the database or chain does not answer; see Retry-After.'),
}

const writeRefusals = {
  413: problem('The body is too large.'),
  422: problem('The body is well-formed, but is not what this resource can take.'),
}

const register = (registry: OpenAPIRegistry, operationId: string, endpoint: Endpoint): void => {
  const { path, method = 'get', summary, params, query, body, answer, media = 'application/json' } = endpoint
  const answers = { description: summary, content: { [media]: { schema: answer } } }
  registry.registerPath({
    method,
    path,
    operationId,
    summary,
    request: {
      params,
      query,
      ...(body && { body: { required: true, content: { 'application/json': { schema: body } } } }),
    },
    responses: {
      200: answers,
      ...(method === 'put' && { 201: { ...answers, description: 'Stored; it was not there before.' } }),
      ...(method === 'get' && { 304: { description: 'Nothing changed since the ETag in If-None-Match.' } }),
      ...refusals,
      ...(body && writeRefusals),
    },
  })
}

/** The OpenAPI 3.1 document, made of the schemas that validate requests and that answers have. */
export const buildOpenapi = () => {
  const registry = new OpenAPIRegistry()
  for (const [operationId, endpoint] of Object.entries(endpoints)) register(registry, operationId, endpoint)
  registry.registerPath({
    method: 'get',
    path: '/events',
    operationId: 'events',
    summary: 'Server-sent events: what each indexed block changed',
    description:
      'The event names are block, proposal, release, model, evaluator, seal, grant, delegate, seat, party, setting, ' +
      'council, charter, round, pool, policy, budget, provider, order, lease, dispute, credit, terms and reorg. ' +
      'A reorg names what was withdrawn. Ids rise by commit: send Last-Event-ID to be told what you missed.',
    responses: {
      200: {
        description: 'A stream that does not end.',
        content: { 'text/event-stream': { schema: { type: 'string' } } },
      },
      503: problem('Too many streams are open.'),
    },
  })
  return new OpenApiGeneratorV31(registry.definitions, { sortComponents: 'alphabetically' }).generateDocument({
    openapi: '3.1.0',
    info: {
      title: 'Ostrakon',
      version: '1',
      description:
        'What two houses propose, decide and execute. Ids and amounts are decimal strings, amounts in base units with ' +
        'decimals; times are RFC 3339 in UTC; asOf is the block of the last change to what is shown. Reads are anonymous.',
    },
    servers: [{ url: '/api/v1' }],
  })
}
