import { encodeFunctionData } from 'viem'
import { custodyAbi } from '~/chain/abi/generated'
import { formatRecipient } from '~/custody/age-keys'
import { recipientOf } from '~/custody/key-split'
import { parseArguments, printResult, requireGiven } from './chain/arguments'
import { requireCode, withChain } from './chain/connect'
import { findSigner } from './chain/signer'
import { saySubmitted, submit } from './chain/submit'
import { readOrMakeIdentity } from './custody/identity-file'

/**
 * `ostrakon recipient --identity FILE`: registers the age recipient to which shares for the sender are encrypted; makes
 * the identity where FILE is not there yet. 0 done, 1 refused, 3 usage or network.
 */
export const runRecipient = async (args: string[]): Promise<number> => {
  const { values } = parseArguments(args, { identity: { type: 'string' } })
  const file = requireGiven(values.identity, '--identity FILE')
  const account = findSigner(values['key-file'])
  return withChain(values, async (view) => {
    await requireCode(view, ['Custody'])
    const { identity, made } = readOrMakeIdentity(file)
    const recipient = recipientOf(identity)
    const data = encodeFunctionData({ abi: custodyAbi, functionName: 'registerRecipient', args: [recipient] })
    const submitted = await submit(view, { contract: 'Custody', data }, account)
    printResult(values.json, { recipient: formatRecipient(recipient), key: recipient, made, ...submitted }, [
      ...(made ? [`A new identity is in ${file}: keep it, and a copy elsewhere; nobody can replace it.`] : []),
      `Recipient ${formatRecipient(recipient)}`,
      saySubmitted(submitted),
    ])
    return 0
  })
}
