import { z } from 'zod'
import { getFromApi } from './read-api'
import type { Sums } from './sums'

const amount = z.object({ value: z.string() })
const page = z.object({ next: z.string().nullable() })
const providersSchema = z.object({
  data: z.array(z.object({ id: z.string(), unitsInUse: z.number(), stake: z.object({ amount, locked: amount }) })),
  page,
})
const leasesSchema = z.object({
  data: z.array(z.object({ id: z.string(), deposit: amount, withdrawn: amount, confirmed: z.string().nullable() })),
  page,
})
const jobsSchema = z.object({ data: z.array(z.object({ id: z.string(), undelivered: amount, unpaid: amount })), page })

async function* readList<Item>(
  url: string,
  path: string,
  schema: z.ZodType<{ data: Item[]; page: { next: string | null } }>,
): AsyncGenerator<Item> {
  for (let cursor: string | null = ''; cursor !== null; ) {
    const address = new URL(`/api/v1${path}`, url)
    address.searchParams.set('limit', '200')
    if (cursor !== '') address.searchParams.set('cursor', cursor)
    const answer: { data: Item[]; page: { next: string | null } } = await getFromApi(address, schema)
    yield* answer.data
    cursor = answer.page.next
  }
}

/** What a portal's API shows of all stakes, leases, their confirmed use, and jobs, named as in `Sums`. */
export const readApiMarket = async (url: string): Promise<Sums> => {
  const sums = new Map<string, string>()
  for await (const { id, unitsInUse, stake } of readList(url, '/compute/providers', providersSchema)) {
    sums.set(`provider ${id} stake`, stake.amount.value)
    sums.set(`provider ${id} locked`, stake.locked.value)
    sums.set(`provider ${id} units_in_use`, String(unitsInUse))
  }
  for await (const { id, deposit, withdrawn, confirmed } of readList(url, '/compute/leases', leasesSchema)) {
    sums.set(`lease ${id} deposit`, deposit.value)
    sums.set(`lease ${id} withdrawn`, withdrawn.value)
    if (confirmed !== null) sums.set(`use ${id}`, confirmed)
  }
  for await (const { id, undelivered, unpaid } of readList(url, '/compute/jobs', jobsSchema)) {
    sums.set(`job ${id} undelivered`, undelivered.value)
    sums.set(`job ${id} unpaid`, unpaid.value)
  }
  return sums
}
