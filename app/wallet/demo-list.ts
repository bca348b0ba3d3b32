import type { Address } from 'viem'
import type { WalletRequest } from '~/domain/wallet'
import { fillText } from '~/i18n/fill-text'
import { formatQuantity } from '~/i18n/format'
import { type DemoAccount, listDemoAccounts } from '~/wallet/demo-accounts'
import { button, element } from '~/wallet/element'
import type { Words } from '~/wallet/words'

const TOKEN_DECIMALS = 18

type Shown = { words: Words; locale: WalletRequest['locale'] }

const describePower = ({ votes, hasSeat }: DemoAccount, { words, locale }: Shown): string => {
  const amount = formatQuantity(locale, { value: votes, decimals: TOKEN_DECIMALS })
  const tokens = fillText(words['unit.OST'], { amount })
  if (!hasSeat) return tokens
  return votes === 0n ? words['dialog.seat'] : `${tokens} · ${words['dialog.seat']}`
}

const buildRow = (account: DemoAccount, number: number, shown: Shown, pick: (address: Address) => void) => {
  const { address } = account
  const chip = element('span', 'addr', `${address.slice(0, 6)}…${address.slice(-4)}`)
  chip.title = address
  const name = element('strong', '', fillText(shown.words['dialog.account'], { number }))
  const row = button(
    'btn wide',
    () => pick(address),
    name,
    chip,
    element('span', 'small', describePower(account, shown)),
  )
  row.dataset['account'] = address
  return element('li', '', row)
}

/** The demo's own wallets, labelled as such; empty outside the demo. */
export const buildDemoSection = async (
  { access, locale }: WalletRequest,
  words: Words,
  pick: (address: Address) => void,
): Promise<HTMLElement[]> => {
  if (!access.demo || access.rpcUrl === null) return []
  const accounts = await listDemoAccounts(access.rpcUrl, access.contracts)
  const rows = accounts.map((account, index) => buildRow(account, index + 1, { words, locale }, pick))
  return [
    element('h3', '', words['dialog.demo']),
    element('p', 'note', words['dialog.demoNote']),
    element('ul', 'stack-2', ...rows),
  ]
}
