import createFetch from 'openapi-fetch'

/** @type {typeof import('./index.d.ts').createClient} */
export const createClient = ({ origin, ...options }) =>
  createFetch({ ...options, baseUrl: `${origin.replace(/\/$/, '')}/api/v1` })
