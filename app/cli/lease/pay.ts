import { type Address, encodeFunctionData, erc20Abi, type LocalAccount } from 'viem'
import { AppError } from '~/domain/errors'
import type { ChainView } from '../chain/connect'
import { marketOf } from '../chain/market-contracts'
import { type ContractCall, type Submitted, submit } from '../chain/submit'

type Payment = { payer: Address; amount: bigint; account: LocalAccount | null; call: ContractCall; about: string }

/** What came of it: the call, or, without a key, first the approval that it needs. */
export type Paid = { submitted: Submitted; approval: Submitted | null; sentence: string }

/**
 * Sends a call for which the market takes money of the payer, after letting it take just that. Without a key it answers
 * the next transaction, the approval first. Throws `no_money` where the payer has too little.
 */
export const pay = async (view: ChainView, { payer, amount, account, call, about }: Payment): Promise<Paid> => {
  const approval = await approve(view, { payer, amount, account })
  if (approval?.sent === false) {
    return { submitted: approval, approval, sentence: `First let the market take ${amount} base units.` }
  }
  return { submitted: await submit(view, call, account), approval, sentence: about }
}

const approve = async (
  view: ChainView,
  { payer, amount, account }: Pick<Payment, 'payer' | 'amount' | 'account'>,
): Promise<Submitted | null> => {
  const { client } = view
  const { market } = marketOf(view)
  const address = await client.readContract({ ...market, functionName: 'money' })
  const money = { address, abi: erc20Abi } as const
  const balance = await client.readContract({ ...money, functionName: 'balanceOf', args: [payer] })
  if (balance < amount) {
    const message = `This takes ${amount} base units, and ${payer} has ${balance}: send it money, or ask for less.`
    throw new AppError('no_money', message)
  }
  const args = [payer, market.address] as const
  if ((await client.readContract({ ...money, functionName: 'allowance', args })) >= amount) return null
  const data = encodeFunctionData({ abi: erc20Abi, functionName: 'approve', args: [market.address, amount] })
  return submit(view, { contract: address, data, from: payer }, account)
}
