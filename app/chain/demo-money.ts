import { type Address, type Client, encodeDeployData, type LocalAccount } from 'viem'
import { sendTransaction, waitForTransactionReceipt } from 'viem/actions'
import { AppError } from '~/domain/errors'
import { demoMoneyAbi } from './abi/generated'
import { creationCode } from './bytecode/generated'

/** Base units of all demo money: a billion demo dollars of six decimals. */
const DEMO_MONEY_SUPPLY = 10n ** 15n

type DemoMoneyOptions = { client: Client; account: LocalAccount; holder: Address }

/** Creates the money of a local demo, all of it `holder`'s, and answers its address. Throws `deploy_failed`. */
export const deployDemoMoney = async ({ client, account, holder }: DemoMoneyOptions): Promise<Address> => {
  const data = encodeDeployData({
    abi: demoMoneyAbi,
    bytecode: creationCode.DemoMoney,
    args: [holder, DEMO_MONEY_SUPPLY],
  })
  const hash = await sendTransaction(client, { account, chain: null, data })
  const { contractAddress, status } = await waitForTransactionReceipt(client, { hash })
  if (status === 'success' && contractAddress) return contractAddress
  throw new AppError('deploy_failed', `The transaction to create the demo's money reverted: ${hash}.`)
}
