// For `node --import`: the optional library is not to be found, as on a machine that never installed it.
import { register } from 'node:module'

const hooks = `export const resolve = (specifier, context, next) => {
  if (!specifier.startsWith('@phala/dcap-qvl')) return next(specifier, context)
  throw Object.assign(new Error('Cannot find package ' + specifier), { code: 'ERR_MODULE_NOT_FOUND' })
}`
register(`data:text/javascript,${encodeURIComponent(hooks)}`)
