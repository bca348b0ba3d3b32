import { AppError } from '../errors'
import { quoteName } from '../plain-text'
import { type Bounds, isWhole, MOST_WEIGHT, outOfBounds, unitBounds, weightBounds } from './policy'

/** Requests in arrays of one length, in the order of the tenants: GPU-seconds, weight from 1, class from 0. */
export type AllocationRequests = { want: Float64Array; weight: Uint16Array; classOf: Uint8Array }

/** One party's request for one pool and epoch: `want` in GPU-seconds below 2^53, weight 1 to 65535, class from 0. */
export type TenantRequest = { tenant: string; class: number; want: number; weight: number }

/** Names a field of a request for errors, by the request's index. */
type NamePlace = (index: number, field: keyof TenantRequest) => string

const byPointer: NamePlace = (index, field) => `/requests/${index}/${field}`

/**
 * Takes requests one at a time. `add` throws `invalid_allocation` with field, value and what to enter: for a number out
 * of bounds, a class that there is not, a tenant without a name, and a second request of a tenant. `namePlace` names
 * the field; by default it is the JSON pointer of the example in docs/specification.md section 13.
 */
export const createRequestList = (classes: number, namePlace: NamePlace = byPointer) => {
  const tenants: string[] = []
  const known = new Set<string>()
  const [want, weight, classOf]: [number[], number[], number[]] = [[], [], []]
  const requireWhole = (field: 'class' | 'want' | 'weight', value: number, bounds: Bounds) => {
    if (!isWhole(value, bounds)) throw outOfBounds(namePlace(tenants.length, field), value, bounds)
  }
  const add = (request: TenantRequest): void => {
    requireTenant(request.tenant, known, () => namePlace(tenants.length, 'tenant'))
    requireWhole('class', request.class, { from: 0, to: classes - 1 })
    requireWhole('want', request.want, unitBounds)
    requireWhole('weight', request.weight, weightBounds)
    known.add(request.tenant)
    tenants.push(request.tenant)
    want.push(request.want)
    weight.push(request.weight)
    classOf.push(request.class)
  }
  const build = (): { tenants: readonly string[]; requests: AllocationRequests } => ({
    tenants,
    requests: { want: new Float64Array(want), weight: new Uint16Array(weight), classOf: new Uint8Array(classOf) },
  })
  return { add, build }
}

/** The arrays for the solver from a list; throws `invalid_allocation` as adding one by one does. */
export const buildRequests = (requests: readonly TenantRequest[], classes: number) => {
  const list = createRequestList(classes)
  for (const request of requests) list.add(request)
  return list.build()
}

const requireTenant = (tenant: string, known: ReadonlySet<string>, place: () => string): void => {
  if (tenant === '' || tenant.trim() !== tenant) {
    const text = `${place()} is ${quoteName(tenant)}; enter a name without spaces around it.`
    throw new AppError('invalid_allocation', text)
  }
  if (!known.has(tenant)) return
  const text = `${place()} is ${quoteName(tenant)}, which has a request already; enter one request for each tenant.`
  throw new AppError('invalid_allocation', text)
}

/** Throws `invalid_allocation` when the arrays are of different lengths or hold what no request can ask. */
export const requireRequests = ({ want, weight, classOf }: AllocationRequests, classes: number): void => {
  if (want.length !== weight.length || want.length !== classOf.length) {
    const lengths = `${want.length} wants, ${weight.length} weights and ${classOf.length} classes`
    throw new AppError('invalid_allocation', `The requests have ${lengths}; enter one of each for every request.`)
  }
  for (let index = 0; index < want.length; index++) {
    const asked = want[index] as number
    if (!isWhole(asked, unitBounds)) throw outOfBounds(byPointer(index, 'want'), asked, unitBounds)
    if (weight[index] === 0) throw outOfBounds(byPointer(index, 'weight'), 0, { from: 1, to: MOST_WEIGHT })
    const own = classOf[index] as number
    if (own >= classes) throw outOfBounds(byPointer(index, 'class'), own, { from: 0, to: classes - 1 })
  }
}
