import { bytesToHex, encodeFunctionData } from 'viem'
import { custodyAbi } from '~/chain/abi/generated'
import { closeBox } from '~/custody/boxes'
import { AppError } from '~/domain/errors'
import { parseArguments, parseNumber, printResult, requireGiven } from './chain/arguments'
import { type ChainView, requireCode, withChain } from './chain/connect'
import { findSigner } from './chain/signer'
import { saySubmitted, submit } from './chain/submit'
import { getSealed } from './custody/events'
import { readIdentity } from './custody/identity-file'
import { getLiveGrant, requireOpen } from './custody/live-grant'
import { openOwnShare } from './custody/own-share'

const options = { seal: { type: 'string' }, boxes: { type: 'string' }, identity: { type: 'string' } } as const

/**
 * `ostrakon grant GRANT --boxes FILE --identity FILE`: gives the own share out to a voted grant, encrypted to the
 * grantee's recipient as the chain has it. `--seal SEAL` instead of GRANT publishes the share of an open release. What
 * is trusted is read at the final block. 0 done, 1 refused, 3 usage or network.
 */
export const runGrant = async (args: string[]): Promise<number> => {
  const { values, positionals } = parseArguments(args, options)
  if (positionals.length + (values.seal === undefined ? 0 : 1) !== 1) {
    throw new AppError('invalid_usage', 'Name one GRANT, or --seal SEAL to publish the share of an open release.')
  }
  const boxesFile = requireGiven(values.boxes, '--boxes FILE')
  const identity = readIdentity(requireGiven(values.identity, '--identity FILE'))
  const account = findSigner(values['key-file'])
  const own = { boxesFile, identity, account: account?.address }
  const build = planGrant(own, values.seal, positionals[0])
  return withChain(values, async (view) => {
    await requireCode(view, ['Custody', 'ModelRegistry', 'StewardSeats'])
    const { call, result, sentence } = await build(view)
    const submitted = await submit(view, call, account)
    printResult(values.json, { ...result, ...submitted }, [sentence, saySubmitted(submitted)])
    return 0
  })
}

type Own = Omit<Parameters<typeof openOwnShare>[1], 'sealId'>

/** What to do once connected; throws `invalid_usage` before. */
const planGrant = (own: Own, seal: string | undefined, grant: string | undefined) => {
  if (seal === undefined) {
    const grantId = parseNumber(grant, 'GRANT')
    return (view: ChainView) => buildRelease(view, { ...own, grantId })
  }
  const sealId = parseNumber(seal, '--seal')
  return (view: ChainView) => buildPublication(view, { ...own, sealId })
}

const buildRelease = async (view: ChainView, { grantId, ...own }: Own & { grantId: number }) => {
  const grant = await getLiveGrant(view, grantId)
  const { share, steward } = await openOwnShare(view, { ...own, sealId: grant.sealId })
  const { index } = share
  requireNotDone(grant.released, index, `given out to grant ${grantId}`)
  const box = bytesToHex(await closeBox(share.scalar, grant.recipient))
  const data = encodeFunctionData({ abi: custodyAbi, functionName: 'releaseShare', args: [grantId, index, box] })
  return {
    call: { contract: 'Custody' as const, data, from: steward },
    result: { grant: grantId, seal: grant.sealId, share: index, steward, grantee: grant.grantee, recipient: grant.to },
    sentence: `Share ${index} of seal ${grant.sealId} for grant ${grantId}: to ${grant.grantee} (${grant.to}).`,
  }
}

const buildPublication = async (view: ChainView, { sealId, ...own }: Own & { sealId: number }) => {
  const { releaseId } = await getSealed(view, sealId)
  await requireOpen(view, releaseId)
  const { share, steward } = await openOwnShare(view, { ...own, sealId })
  const { index } = share
  const { address } = view.deployment.contracts.Custody
  const info = await view.client.readContract({ address, abi: custodyAbi, functionName: 'sealInfo', args: [sealId] })
  requireNotDone(info.published, index, 'published')
  const args = [sealId, index, bytesToHex(share.scalar)] as const
  const data = encodeFunctionData({ abi: custodyAbi, functionName: 'publishShare', args })
  return {
    call: { contract: 'Custody' as const, data, from: steward },
    result: { seal: sealId, share: index, steward, release: releaseId },
    sentence: `Share ${index} of seal ${sealId}, for everyone: release ${releaseId} is open.`,
  }
}

const requireNotDone = (bits: number, index: number, what: string) => {
  if ((bits >>> index) & 1)
    throw new AppError('done_before', `Share ${index} was ${what} before: nothing is left to do.`)
}
