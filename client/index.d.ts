import type { Client, ClientOptions } from 'openapi-fetch'
import type { components, paths } from './generated.js'

export type { paths }

/** The shapes of answers by name, such as `Schemas['Proposal']`. */
export type Schemas = components['schemas']

/** Where the portal is, such as `https://dao.example`, and what `fetch` is to be used and with which headers. */
export type Options = Omit<ClientOptions, 'baseUrl'> & { origin: string }

/** A client of `/api/v1`: paths, parameters, bodies and answers are typed; `error` is a problem (RFC 9457). */
export declare const createClient: (options: Options) => Client<paths>
