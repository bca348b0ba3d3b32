import type { Address, Hex } from 'viem'
import type { ActTexts } from '~/components/act-notice'
import type { ProposalAct } from '~/domain/vote-options'
import type { CallText, ChainAccess, Wallet } from '~/domain/wallet'
import type { Locale } from '~/i18n/locale'

/** What can be done to a proposal now, as the server prepares it (`buildProposalActs`); null where there is nothing. */
export type ProposalActsData = {
  proposalId: string
  viewer: Address | null
  acts: readonly { act: ProposalAct; note: string; label: string }[]
  calls: readonly CallText[]
  descriptionHash: Hex
  texts: ActTexts & { title: string; sure: string; keep: string }
}

/** Render as `<ProposalActs data={data.acts} access={data.access} locale={data.locale} wallet={wallet} />`. */
export type ProposalActsProps = { data: ProposalActsData; access: ChainAccess; locale: Locale; wallet: Wallet }
