import { OpenAPIRegistry, OpenApiGeneratorV31 } from '@asteasolutions/zod-to-openapi'
import { z } from 'zod'
import { eventKinds } from '~/domain/event-kinds'
import type { Endpoint } from '~/endpoints/endpoint.server'
import { subjects } from '~/endpoints.server'
import { webhookMessageSchema } from '~/features/webhooks/schema'
import { problemSchema } from '~/http/problem'

const problem = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: problemSchema } },
})

const refusals = {
  400: problem('A parameter or the body is unknown or not usable; `errors` names it.'),
  404: problem('There is no such resource.'),
  401: problem('The key in Authorization is not valid, or a session or key is needed and none was sent.'),
  405: problem('The resource does not take this method; see Allow.'),
  429: problem('Too many requests within a minute; see RateLimit and Retry-After.'),
  500: problem('Something failed in the server.'),
  503: problem('The index is behind, or the database or chain does not answer; see Retry-After.'),
}

const writeRefusals = {
  403: problem('The key or session may not do this, or the request comes from another site.'),
  409: problem('It does not fit what is there now.'),
}

const matchRefusals = {
  412: problem('It changed since it was read; the detail says what is current.'),
  428: problem('If-Match is missing.'),
}

const bodyRefusals = {
  413: problem('The body is too large.'),
  415: problem('The body is no JSON.'),
  422: problem('It is well-formed, but is not what this resource can take.'),
  429: problem('More than is taken in this time.'),
}

type Named = { operationId: string; tag: string }

const idempotencyKey = z.string().max(100).optional().meta({
  description: 'Chosen by you: within a day, the same request under the same key is done once and answered again.',
})

const register = (registry: OpenAPIRegistry, { operationId, tag }: Named, endpoint: Endpoint): void => {
  const { path, method = 'get', summary, params, query, body, answer, media = 'application/json' } = endpoint
  const { access, shows, headers } = endpoint
  const sent = { ...(endpoint.creates && { 'Idempotency-Key': idempotencyKey }), ...headers?.shape }
  const answers = { description: summary, content: { [media]: { schema: answer } } }
  registry.registerPath({
    method,
    path,
    operationId,
    tags: [tag],
    summary,
    ...(endpoint.cost && { description: `Counts as ${endpoint.cost} requests.` }),
    ...(access && { security: access === 'session' ? [{ session: [] }] : [{ session: [] }, { key: [access] }] }),
    ...(shows && { security: [{}, { session: [] }, { key: [shows] }] }),
    request: {
      params,
      query,
      ...(Object.keys(sent).length > 0 && { headers: z.object(sent) }),
      ...(body && { body: { required: true, content: { 'application/json': { schema: body } } } }),
    },
    responses: {
      200: answers,
      ...((method === 'put' || method === 'post') && { 201: { ...answers, description: 'It was not there before.' } }),
      ...(method === 'get' && { 304: { description: 'Nothing changed since the ETag in If-None-Match.' } }),
      ...refusals,
      ...(method !== 'get' && writeRefusals),
      ...(access && method === 'get' && { 403: writeRefusals[403] }),
      ...(body && bodyRefusals),
      ...(endpoint.incomplete && { 422: bodyRefusals[422] }),
      ...('If-Match' in sent && matchRefusals),
    },
  })
}

/** The OpenAPI 3.1 document, made of the schemas that validate requests and that answers have. */
export const buildOpenapi = () => {
  const registry = new OpenAPIRegistry()
  registry.registerComponent('securitySchemes', 'session', {
    type: 'apiKey',
    in: 'cookie',
    name: 'session',
    description: 'Set by POST /auth/session; named __Host-session over https.',
  })
  registry.registerComponent('securitySchemes', 'key', {
    type: 'http',
    scheme: 'bearer',
    description: 'A key that POST /keys made, with the scope that the resource asks for.',
  })
  for (const { name, table } of subjects) {
    for (const [operationId, endpoint] of Object.entries(table))
      register(registry, { operationId, tag: name }, endpoint)
  }
  registry.registerPath({
    method: 'get',
    path: '/events',
    operationId: 'events',
    tags: ['Feeds'],
    summary: 'Server-sent events: what each indexed block changed',
    description:
      `The event names are ${eventKinds.join(', ')}. ` +
      'A reorg names what was withdrawn. Ids rise by commit: send Last-Event-ID to be told what you missed.',
    responses: {
      200: {
        description: 'A stream that does not end.',
        content: { 'text/event-stream': { schema: { type: 'string' } } },
      },
      405: refusals[405],
      503: problem('Too many streams are open.'),
    },
  })
  registry.registerWebhook({
    method: 'post',
    path: 'event',
    operationId: 'event',
    tags: ['Webhooks'],
    summary: 'What happened, or a test',
    description:
      'Signed as Standard Webhooks has it, at least once, in no certain order: what is not answered by 2xx within 15 s is ' +
      'tried nine times more within some 75 hours, and an answer of 410 disables the webhook. Its type and data are those of ' +
      'the event in /events that has the same id.',
    security: [],
    request: {
      headers: z.object({
        'webhook-id': z.string().meta({ description: 'The same each time that a message is sent.' }),
        'webhook-timestamp': z.string().meta({ description: 'The UNIX second of this try.' }),
        'webhook-signature': z.string().meta({ description: '`v1,` and HMAC-SHA256 in base64, once or twice.' }),
      }),
      body: { required: true, content: { 'application/json': { schema: webhookMessageSchema } } },
    },
    responses: { 204: { description: 'It was taken.' } },
  })
  return new OpenApiGeneratorV31(registry.definitions, { sortComponents: 'alphabetically' }).generateDocument({
    openapi: '3.1.0',
    info: {
      title: 'Ostrakon',
      version: '1',
      description:
        'What two houses propose, decide and execute. Ids and amounts are decimal strings, amounts in base units with ' +
        'decimals; times are RFC 3339 in UTC; asOf is the block of the last change to what is shown. Reads are anonymous.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/api/v1' }],
    tags: subjects.map(({ name, about }) => ({ name, description: about })),
    // Nothing here needs a key; what will need one says so itself.
    // Everybody may read; a key is given more requests a minute.
    security: [{}, { key: [] }],
  })
}
