import { MOST_WEIGHT, SATURATED } from '~/domain/allocation/policy'
import { type ClassShare, shareClasses } from '~/domain/allocation/share-classes'
import { type AllocationInput, solveAllocation } from '~/domain/allocation/solve-allocation'

// npm run bench:solver [-- REQUESTS]: how long the solver takes for a million requests, beside a straightforward solver
// that sorts requests by what they ask for each unit of weight, in turns in one run. Both give the same allocations.
const size = Number(process.argv[2] ?? 1_000_000)
const rounds = 5
const Q = 2 ** 32

const say = (line: string) => process.stdout.write(`${line}\n`)
const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN

/** Numbers from 0 on and below 1, the same in every run. */
const createDraw = () => {
  let state = 1
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

type Shape = {
  name: string
  want: (draw: () => number) => number
  weight: (draw: () => number) => number
  classes?: number
  /** Of what is asked. */
  capacity: number
}

const uniform = (draw: () => number) => Math.floor(draw() * 1e9)
// Pareto's distribution with an infinite variance, as demand for compute has it.
const heavy = (draw: () => number) => Math.min(1e10, Math.floor(1000 / (1 - draw()) ** (1 / 1.1)))
const anyWeight = (draw: () => number) => 1 + Math.floor(draw() * MOST_WEIGHT)

const shapes: Shape[] = [
  { name: 'uniform, one weight', want: uniform, weight: () => 1, capacity: 0.5 },
  { name: 'heavy tail', want: heavy, weight: (draw) => 1 + Math.floor(draw() * 10), capacity: 0.5 },
  { name: 'nobody gets all', want: (draw) => 1e8 + uniform(draw), weight: () => 1, capacity: 0.05 },
  { name: 'few weights', want: uniform, weight: (draw) => 1 + Math.floor(draw() * 4), capacity: 0.5 },
  { name: 'all 65,535 weights', want: uniform, weight: anyWeight, capacity: 0.5 },
  { name: 'small wants', want: (draw) => Math.floor(draw() * 10), weight: () => 1, capacity: 0.5 },
  { name: '8 classes', want: heavy, weight: anyWeight, classes: 8, capacity: 0.5 },
]

const buildInput = ({ want, weight, classes = 1, capacity }: Shape): AllocationInput => {
  const draw = createDraw()
  const requests = {
    want: Float64Array.from({ length: size }, () => want(draw)),
    weight: Uint16Array.from({ length: size }, () => weight(draw)),
    classOf: Uint8Array.from({ length: size }, () => Math.floor(draw() * classes)),
  }
  const asked = requests.want.reduce((sum, own) => sum + own, 0)
  const policy = Array.from({ length: classes }, (_, index) => ({ reserveBps: 500, weight: 1 + index }))
  return { capacity: Math.floor(asked * capacity), capBps: 10_000, classes: policy, requests }
}

/** Classes as in the solver, then a sort by units for each unit of weight in every class. */
const solveBySorting = ({ requests, ...policy }: AllocationInput) => {
  const { want, weight, classOf } = requests
  const cap = Number((BigInt(policy.capacity) * BigInt(policy.capBps)) / 10_000n)
  const units = want.map((own) => Math.min(own, cap))
  const demands = policy.classes.map((_, own) => {
    let sum = 0
    for (let index = 0; index < size; index++) if (classOf[index] === own) sum += units[index] as number
    return Math.min(sum, SATURATED)
  })
  const allocations = new Float64Array(size)
  for (const [own, share] of shareClasses(policy, demands).classes.entries()) {
    const members: number[] = []
    for (let index = 0; index < size; index++) if (classOf[index] === own) members.push(index)
    allocateSorted({ members: Uint32Array.from(members), units, weight, share, allocations })
  }
  return allocations
}

type SortedClass = {
  members: Uint32Array
  units: Float64Array
  weight: Uint16Array
  share: ClassShare
  allocations: Float64Array
}

const allocateSorted = ({ members, units, weight, share, allocations }: SortedClass) => {
  const unitsOf = (index: number) => units[index] as number
  const weightOf = (index: number) => weight[index] as number
  if (share.demand <= share.available) {
    for (const index of members) allocations[index] = unitsOf(index)
    return
  }
  members.sort((a, b) => unitsOf(a) / weightOf(a) - unitsOf(b) / weightOf(b))
  let slope = 0
  for (const index of members) slope += weightOf(index)
  let left = share.available
  let first = 0
  // Whoever asks least for its weight is served first, as long as the rest could have as much.
  for (; first < members.length; first++) {
    const index = members[first] as number
    if (unitsOf(index) * slope > left * weightOf(index)) break
    left -= unitsOf(index)
    slope -= weightOf(index)
  }
  const rest = members.subarray(first)
  // Only those that ask for less than one GPU-second above the ratio can still get all they ask; see how far they go.
  const ratio = left / slope
  let near = 0
  const isNear = (index: number) => unitsOf(index) / weightOf(index) <= ratio + 2
  while (near < rest.length && isNear(rest[near] as number)) near += 1
  const counts = new Map<number, number>()
  for (const index of rest.subarray(near)) counts.set(weightOf(index), (counts.get(weightOf(index)) ?? 0) + 1)
  const far = [...counts]
  const grant = (own: number, whole: number, parts: number) => own * whole + Math.floor((own * parts) / Q)
  const sumAt = (level: bigint) => {
    const [whole, parts] = [Number(level >> 32n), Number(level & 0xffff_ffffn)]
    let sum = 0
    for (const index of rest.subarray(0, near)) sum += Math.min(unitsOf(index), grant(weightOf(index), whole, parts))
    for (const [own, count] of far) sum += count * grant(own, whole, parts)
    return sum
  }
  let low = BigInt(Math.floor(ratio)) * 2n ** 32n
  let high = low + 2n ** 33n
  while (high - low > 1n) {
    const middle = (low + high) / 2n
    if (sumAt(middle) <= left) low = middle
    else high = middle
  }
  const [whole, parts] = [Number(low >> 32n), Number(low & 0xffff_ffffn)]
  for (const index of members) allocations[index] = Math.min(unitsOf(index), grant(weightOf(index), whole, parts))
}

const measure = <T>(run: () => T) => {
  const began = performance.now()
  const result = run()
  return { result, took: performance.now() - began }
}

say(`${size.toLocaleString('en')} requests, medians of ${rounds} rounds\n`)
say('shape                    solver     by sorting    ratio')
for (const shape of shapes) {
  const input = buildInput(shape)
  const [ours, theirs]: [number[], number[]] = [[], []]
  for (let round = 0; round < rounds; round++) {
    const solved = measure(() => solveAllocation(input))
    const sorted = measure(() => solveBySorting(input))
    const wrong = solved.result.allocations.findIndex((own, index) => own !== sorted.result[index])
    if (wrong >= 0) throw new Error(`${shape.name}: the two solvers differ at request ${wrong}`)
    ours.push(solved.took)
    theirs.push(sorted.took)
  }
  const [solver, sorting] = [median(ours), median(theirs)]
  const times = `${solver.toFixed(0).padStart(6)} ms ${sorting.toFixed(0).padStart(10)} ms`
  say(`${shape.name.padEnd(20)} ${times} ${(sorting / solver).toFixed(1).padStart(8)}`)
}
