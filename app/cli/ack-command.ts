import { encodeFunctionData } from 'viem'
import { custodyAbi } from '~/chain/abi/generated'
import { parseArguments, parseNumber, printResult, requireGiven } from './chain/arguments'
import { requireCode, withChain } from './chain/connect'
import { findSigner } from './chain/signer'
import { saySubmitted, submit } from './chain/submit'
import { readIdentity } from './custody/identity-file'
import { openOwnShare } from './custody/own-share'

/**
 * `ostrakon ack SEAL --boxes FILE --identity FILE`: acknowledges the own share, after checking that it is one. 0 done,
 * 1 the share or the seal is not right, 3 usage or network.
 */
export const runAck = async (args: string[]): Promise<number> => {
  const { values, positionals } = parseArguments(args, { boxes: { type: 'string' }, identity: { type: 'string' } })
  const sealId = parseNumber(positionals.length === 1 ? positionals[0] : undefined, 'SEAL')
  const boxesFile = requireGiven(values.boxes, '--boxes FILE')
  const identity = readIdentity(requireGiven(values.identity, '--identity FILE'))
  const account = findSigner(values['key-file'])
  return withChain(values, async (view) => {
    await requireCode(view, ['Custody', 'ModelRegistry', 'StewardSeats'])
    const { share, steward } = await openOwnShare(view, { sealId, boxesFile, identity, account: account?.address })
    const data = encodeFunctionData({ abi: custodyAbi, functionName: 'ackShare', args: [sealId, share.index] })
    const submitted = await submit(view, { contract: 'Custody', data, from: steward }, account)
    printResult(values.json, { seal: sealId, share: share.index, steward, ...submitted }, [
      `Share ${share.index} of seal ${sealId} is a share of the very key that the files use.`,
      saySubmitted(submitted),
    ])
    return 0
  })
}
