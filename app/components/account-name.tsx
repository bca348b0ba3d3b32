import { useIntl } from '~/i18n/intl-context'
import { AddressChip } from './address-chip'

type PartyKind = 'unspecified' | 'lab' | 'university' | 'gpu-provider' | 'public-interest' | 'simulation' | 'aggregator'

export type NamedParty = { id: string; kind: PartyKind }

type AccountNameProps = {
  account: { address: string; party: NamedParty | null; contract: string | null }
  /** Leaves the address out where the row already shows it. */
  bare?: boolean
}

/** The kind of a party and its number; parties have no names of their own here. */
export const PartyName = ({ party }: { party: NamedParty }) => {
  const { t } = useIntl()
  return (
    <>
      {t(`party.${party.kind}`)} <span className="quiet nowrap">{t('party.number', { id: party.id })}</span>
    </>
  )
}

/** What the account calls itself (ENS), if anything: beside what it is and its address, in place of neither. */
export const OwnName = ({ address }: { address: string }) => {
  const name = useIntl().nameOf?.(address) ?? null
  return name === null ? null : (
    <>
      {' '}
      <bdi className="long quieter" title={address}>
        {name}
      </bdi>
    </>
  )
}

/** Who an account is, by kind and number, with its own name and its address: never an address alone. */
export const AccountName = ({ account, bare }: AccountNameProps) => {
  const { t } = useIntl()
  const { party, contract, address } = account
  return (
    <>
      {contract !== null ? t('party.contract', { name: contract }) : null}
      {contract === null && (party === null ? t('party.none') : <PartyName party={party} />)}
      {contract === null && <OwnName address={address} />}
      {!bare && (
        <>
          {' '}
          <AddressChip value={address} href={`/delegates/${address}`} />
        </>
      )}
    </>
  )
}
