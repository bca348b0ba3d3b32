import type { RequestHandler } from 'express'
import { AppError } from '~/domain/errors'

const HOST = /^(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?$/

/** Refuses, with status 400, a Host that names no host: addresses are made of it, and one with a slash would move the path. */
export const requireHost: RequestHandler = (request, _response, next) => {
  const { host = '' } = request.headers
  if (HOST.test(host)) return next()
  const message = `Host: ${host.slice(0, 80)} names no host.`
  next(Object.assign(new AppError('invalid_host', message), { status: 400 }))
}
