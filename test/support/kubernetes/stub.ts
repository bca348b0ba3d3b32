import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { listProblems } from './check-model'
import { createController, type Thing } from './controller'

/** Something that goes wrong once, for the first request that it is about. */
type Fault = { request: RegExp; answer: (response: ServerResponse) => void; late?: boolean }

type Asked = { request: string; body: Thing }

const status = (code: number, reason: string, message: string) => ({
  ...{ apiVersion: 'v1', kind: 'Status', metadata: {}, status: 'Failure', code, reason, message },
})

/** Answers with a failure as an API server does. */
export const fail =
  (code: number, reason: string, headers: Record<string, string> = {}) =>
  (response: ServerResponse) => {
    response.writeHead(code, { 'content-type': 'application/json', ...headers })
    response.end(JSON.stringify(status(code, reason, `${reason}, as the test wants it`)))
  }

/** Ends the connection in the middle of it. */
export const drop = (response: ServerResponse) => void response.destroy()

/** A node that takes pods. */
const buildNode = (
  allocatable: Record<string, string>,
  { name = 'node', ready = 'True', unschedulable = false } = {},
) => ({
  ...{ apiVersion: 'v1', kind: 'Node', metadata: { name }, spec: { unschedulable } },
  status: { allocatable, conditions: [{ type: 'Ready', status: ready }] },
})

/**
 * An API server of Kubernetes on a port of this machine, as far as a runner uses it: every request and every answer is
 * checked against the models of the client, which are made from the published OpenAPI. What does not fit is kept in
 * `problems`.
 */
export const startKubernetes = async () => {
  const controller = createController()
  const problems: string[] = []
  const asked: Asked[] = []
  const faults: Fault[] = []
  const policies = new Map<string, Thing>()
  let nodes: Thing[] = [buildNode({ cpu: '8', memory: '32Gi' })]
  const held = new Set<ServerResponse>()

  const send = (
    response: ServerResponse,
    { type, value, code = 200 }: { type: string; value: Thing; code?: number },
  ) => {
    const text = JSON.stringify(value)
    problems.push(...listProblems(JSON.parse(text), type))
    response.writeHead(code, { 'content-type': 'application/json' })
    response.end(text)
  }
  const sendStatus = (response: ServerResponse, code: number, reason: string, name = '') =>
    send(response, { type: 'V1Status', value: status(code, reason, `${name}: ${reason}`), code })

  const sendWatch = (response: ServerResponse, query: URLSearchParams) => {
    const name = query.get('fieldSelector')?.replace('metadata.name=', '')
    response.writeHead(200, { 'content-type': 'application/json' })
    response.flushHeaders()
    held.add(response)
    const write = (type: string, object: Thing) => {
      if (object.metadata.name !== name) return
      problems.push(...listProblems(JSON.parse(JSON.stringify(object)), 'V1Job'))
      response.write(`${JSON.stringify({ type, object })}\n`)
    }
    controller.watchers.add(write)
    const job = controller.jobs.get(name ?? '')
    if (job && Number(job.metadata.resourceVersion) > Number(query.get('resourceVersion'))) write('MODIFIED', job)
    response.on('close', () => {
      controller.watchers.delete(write)
      held.delete(response)
    })
  }

  const listOf = (things: Iterable<Thing>, kind: string, query: URLSearchParams) => {
    const selector = query.get('labelSelector') ?? ''
    const [label = '', wanted] = selector.split('=')
    const isSelected = ({ metadata }: Thing) => {
      if (selector === '') return true
      return wanted === undefined ? label in (metadata.labels ?? {}) : metadata.labels?.[label] === wanted
    }
    return {
      apiVersion: 'v1',
      kind,
      metadata: { resourceVersion: controller.version() },
      items: [...things].filter(isSelected),
    }
  }

  const routes: [RegExp, (response: ServerResponse, name: string, body: Thing, query: URLSearchParams) => void][] = [
    [
      /^GET \/api\/v1\/nodes$/,
      (response, _, __, query) => send(response, { type: 'V1NodeList', value: listOf(nodes, 'NodeList', query) }),
    ],
    [
      /^POST \/apis\/networking.k8s.io\/v1\/namespaces\/jobs\/networkpolicies$/,
      (response, _, body) => {
        problems.push(...listProblems(body, 'V1NetworkPolicy'))
        if (policies.has(body.metadata.name)) return sendStatus(response, 409, 'AlreadyExists', body.metadata.name)
        policies.set(body.metadata.name, body)
        send(response, { type: 'V1NetworkPolicy', value: body, code: 201 })
      },
    ],
    [
      /^GET \/apis\/networking.k8s.io\/v1\/namespaces\/jobs\/networkpolicies\/([\w-]+)$/,
      (response, name) => send(response, { type: 'V1NetworkPolicy', value: policies.get(name) }),
    ],
    [
      /^POST \/apis\/batch\/v1\/namespaces\/jobs\/jobs$/,
      (response, _, body) => {
        problems.push(...listProblems(body, 'V1Job'))
        if (controller.jobs.has(body.metadata.name))
          return sendStatus(response, 409, 'AlreadyExists', body.metadata.name)
        send(response, { type: 'V1Job', value: controller.createJob(body), code: 201 })
      },
    ],
    [
      /^GET \/apis\/batch\/v1\/namespaces\/jobs\/jobs$/,
      (response, _, __, query) => {
        if (query.get('watch') === 'true') return sendWatch(response, query)
        send(response, { type: 'V1JobList', value: listOf(controller.jobs.values(), 'JobList', query) })
      },
    ],
    [
      /^(?:GET|PATCH|DELETE) \/apis\/batch\/v1\/namespaces\/jobs\/jobs\/([\w-]+)$/,
      (response, name, body) => {
        const job = controller.jobs.get(name)
        if (!job) return sendStatus(response, 404, 'NotFound', name)
        if (response.req.method === 'DELETE') {
          controller.deleteJob(name)
          return send(response, {
            type: 'V1Status',
            value: { apiVersion: 'v1', kind: 'Status', metadata: {}, status: 'Success' },
          })
        }
        if (response.req.method === 'PATCH') {
          if (response.req.headers['content-type'] !== 'application/merge-patch+json') problems.push('no merge patch')
          Object.assign(job.metadata.annotations, body.metadata.annotations)
          controller.tell('MODIFIED', job)
        }
        send(response, { type: 'V1Job', value: job })
      },
    ],
    [
      /^GET \/api\/v1\/namespaces\/jobs\/pods$/,
      (response, _, __, query) =>
        send(response, { type: 'V1PodList', value: listOf(controller.pods.values(), 'PodList', query) }),
    ],
    [
      /^DELETE \/api\/v1\/namespaces\/jobs\/pods\/([\w-]+)$/,
      (response, name, _, query) => {
        if (!controller.pods.has(name)) return sendStatus(response, 404, 'NotFound', name)
        send(response, {
          type: 'V1Pod',
          value: controller.deletePod(name, Number(query.get('gracePeriodSeconds') ?? 30)),
        })
      },
    ],
  ]

  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const url = new URL(request.url ?? '/', 'http://stub')
    const line = `${request.method} ${url.pathname}`
    const text = Buffer.concat(chunks).toString()
    const body = text === '' ? null : JSON.parse(text)
    const isWatch = url.searchParams.get('watch') === 'true'
    const said = isWatch ? line.replace('GET', 'WATCH') : line
    asked.push({ request: said, body })
    const fault = faults.find(({ request: wanted }) => wanted.test(said))
    if (fault) faults.splice(faults.indexOf(fault), 1)
    if (fault && fault.late !== true) return fault.answer(response)
    const found = routes.find(([pattern]) => pattern.test(line))
    if (!found) {
      problems.push(`nothing answers ${line}`)
      return sendStatus(response, 404, 'NotFound', line)
    }
    // What was asked is done, and the answer is lost.
    if (fault) response.end = () => response.destroy()
    found[1](response, found[0].exec(line)?.[1] ?? '', body, url.searchParams)
  }
  const server = createServer((request, response) => void answer(request, response)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const kubeconfig = JSON.stringify({
    ...{ apiVersion: 'v1', kind: 'Config', 'current-context': 'stub' },
    clusters: [{ name: 'stub', cluster: { server: address, 'insecure-skip-tls-verify': true } }],
    users: [{ name: 'agent', user: { token: 'secret' } }],
    contexts: [{ name: 'stub', context: { cluster: 'stub', user: 'agent' } }],
  })
  const stop = async () => {
    controller.stop()
    for (const response of held) response.destroy()
    server.closeAllConnections()
    server.close()
  }
  return {
    ...{ kubeconfig, problems, asked, faults, policies, controller, stop },
    setNodes: (...given: Parameters<typeof buildNode>[]) => {
      nodes = given.map((one) => buildNode(...one))
    },
    dropWatches: () => {
      for (const response of held) response.destroy()
    },
    tellGone: () => {
      for (const response of held) {
        response.write(
          `${JSON.stringify({ type: 'ERROR', object: status(410, 'Expired', 'too old resource version') })}\n`,
        )
      }
    },
  }
}
