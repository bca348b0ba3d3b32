import { AppError } from '~/domain/errors'
import { quoteName } from '~/domain/plain-text'
import { parseArguments, printResult } from './chain/arguments'
import { requireCode, withChain } from './chain/connect'
import { marketContracts } from './chain/market-contracts'
import { findSigner } from './chain/signer'
import { acceptBid } from './lease/accept'
import { cancelOrder, declineWinner, endLease, topUp } from './lease/change-lease'
import { type LeaseCommand, leaseOptions } from './lease/command'
import { disputeLease } from './lease/dispute'
import { fetchOutput } from './lease/fetch-output'
import { offerUsage, showStatus } from './lease/offer-usage'
import { placeOrder } from './lease/place-order'
import { putJob } from './lease/put-job'
import { showBids } from './lease/show-bids'
import { watchLease } from './lease/watch'

const commands: Record<string, LeaseCommand> = {
  order: placeOrder,
  cancel: cancelOrder,
  bids: showBids,
  decline: declineWinner,
  accept: acceptBid,
  watch: watchLease,
  'top-up': topUp,
  end: endLease,
  put: putJob,
  status: showStatus,
  usage: offerUsage,
  fetch: fetchOutput,
  dispute: disputeLease,
}

/**
 * `ostrakon lease COMMAND [ORDER|LEASE] …`: a tenant's side of the compute market. Without a key it prints the next
 * transaction, or what to sign. 0 done, 1 refused or another output than expected, 2 the provider does not know the
 * caller as the tenant, 3 usage or network.
 */
export const runLease = async (args: string[]): Promise<number> => {
  const { values, positionals } = parseArguments(args, leaseOptions)
  const [name = '', id, ...more] = positionals
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (command === undefined || more.length > 0) {
    const known = Object.keys(commands).join(', ')
    const wrong = command === undefined ? name : (more[0] ?? '')
    throw new AppError('invalid_usage', `lease takes no ${quoteName(wrong)}: name one of ${known}, and one id.`)
  }
  const account = findSigner(values['key-file'])
  try {
    return await withChain(values, async (view) => {
      await requireCode(view, marketContracts)
      const { result, sentences, code = 0 } = await command({ view, values, account, id })
      printResult(values.json, result, sentences)
      return code
    })
  } catch (error) {
    if (!(error instanceof AppError && error.code === 'not_allowed')) throw error
    process.stderr.write(`${error.message}\n`)
    return 2
  }
}
