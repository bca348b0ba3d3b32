import type { TDReport10 } from '@phala/dcap-qvl'
import { z } from 'zod'
import { AppError } from '~/domain/errors'

const hex = z.string().regex(/^([0-9a-fA-F]{2})*$/)

const identity = z.object({ mrsigner: hex, attributes: hex, attributesMask: hex })
const level = z.object({ tcb: z.object({ isvsvn: z.number().int() }), tcbStatus: z.string() })

const schema = z.object({
  tdxModule: identity,
  tdxModuleIdentities: z.array(identity.extend({ id: z.string(), tcbLevels: z.array(level) })).optional(),
})

/** What a report says of the module below the guest. */
type ModuleReport = Pick<TDReport10, 'teeTcbSvn' | 'mrSignerSeam' | 'seamAttributes'>

/**
 * Checks the TDX module below a guest against Intel's list, which the library leaves out; returns its status as Intel
 * calls it. Throws `attest_bad_quote` on a module that Intel did not sign or does not list. Source: Intel's PCS API,
 * "Verify TDX module identity", in the description of TCB info version 3.
 */
export const checkTdModule = (report: ModuleReport, tcbInfo: unknown): string => {
  const result = schema.safeParse(tcbInfo)
  if (!result.success) throw refused('The collateral says nothing of the TDX module')
  const { tdxModule, tdxModuleIdentities = [] } = result.data
  const [svn = 0, version = 0] = report.teeTcbSvn
  if (version === 0) {
    requireIdentity(report, tdxModule)
    return 'UpToDate'
  }
  const id = `TDX_${version.toString(16).padStart(2, '0').toUpperCase()}`
  const listed = tdxModuleIdentities.find((candidate) => candidate.id.toUpperCase() === id)
  if (listed === undefined) throw refused(`Intel lists no TDX module ${id}`)
  requireIdentity(report, listed)
  const reached = listed.tcbLevels.toSorted((a, b) => b.tcb.isvsvn - a.tcb.isvsvn).find(({ tcb }) => tcb.isvsvn <= svn)
  return reached?.tcbStatus ?? 'OutOfDate'
}

const requireIdentity = (report: ModuleReport, { mrsigner, attributes, attributesMask }: z.infer<typeof identity>) => {
  const mask = Buffer.from(attributesMask, 'hex')
  const masked = report.seamAttributes.map((byte, index) => byte & (mask[index] ?? 0xff))
  const isIntels =
    Buffer.from(mrsigner, 'hex').equals(report.mrSignerSeam) && Buffer.from(attributes, 'hex').equals(masked)
  if (!isIntels) throw refused('The TDX module below the guest is not one that Intel signed')
}

const refused = (problem: string) => new AppError('attest_bad_quote', `${problem}: the quote proves nothing.`)
