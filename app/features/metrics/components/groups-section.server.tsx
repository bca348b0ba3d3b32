import { FoldTable } from '~/components/fold-table'
import { Icon } from '~/components/icon'
import type { Power as ActPower } from '~/domain/firewall'
import type { Tier } from '~/domain/tier'
import { toSeats, toTokens } from '~/http/present'
import { formatAmount, formatMark } from '~/i18n/amount'
import { formatDuration } from '~/i18n/duration'
import { formatShare, formatUtc, formatWhole } from '~/i18n/format'
import { type IntlShape, useIntl } from '~/i18n/intl-context'
import type { CountedBy, Power } from '../power.server'

const tiers = ['routine', 'policy', 'charter'] as const satisfies readonly Tier[]
const acts = ['unopposed', 'opposed', 'block'] as const

// Rounded up, so that what is shown is always enough.
const formatVotes = (intl: IntlShape, votes: bigint): string =>
  intl.t('unit.OST', { amount: formatMark(intl, toTokens(votes)) })

const describeNeeds = (intl: IntlShape, { needs: { votes, seats, both } }: ActPower): string | null => {
  const { t } = intl
  if (both && (votes === null || seats === null)) return null
  const parts = [
    ...(votes === null || votes === 0n ? [] : [formatVotes(intl, votes)]),
    ...(seats === null || seats === 0n ? [] : [formatAmount(intl, toSeats(seats))]),
  ]
  const [first, second] = parts
  if (second === undefined) return first ?? null
  return t(both ? 'firewall.and' : 'firewall.or', { votes: first ?? '', seats: second })
}

const Group = ({ power, by }: { power: ActPower; by: CountedBy }) => {
  const intl = useIntl()
  const { t, locale } = intl
  const size = power.fewest?.size
  const needs = describeNeeds(intl, power)
  return (
    <>
      <strong>
        {size === undefined
          ? t('power.noGroup')
          : t('power.group', { count: size, shown: formatWhole(locale, size), by })}
      </strong>
      {power.alone.length > 0 && (
        <>
          {' '}
          <Icon name="wait" tone="warn" /> {t('power.alone', { count: power.alone.length })}
        </>
      )}
      {needs !== null && (
        <>
          <br />
          <span className="quiet">{needs}</span>
        </>
      )}
    </>
  )
}

const CouncilRow = ({ council }: Pick<Power, 'council'>) => {
  const intl = useIntl()
  if (council === null) return <p>{intl.t('power.noCouncil')}</p>
  return (
    <p>
      {intl.rich('power.council', {
        hold: formatDuration(intl, council.holdSeconds),
        recall: formatDuration(intl, council.recallSeconds),
        pause: formatDuration(intl, council.pauseSeconds),
        until: formatUtc(council.until.time),
        a: (chunks) => (
          <a key="a" href="/guardians">
            {chunks}
          </a>
        ),
        b: (chunks) => <strong key="b">{chunks}</strong>,
      })}
    </p>
  )
}

/** How few could pass or stop something now, for each tier; and who can without a vote. */
export const GroupsSection = ({ power }: { power: Power }) => {
  const intl = useIntl()
  const { t } = intl
  const { by, supply, liveSeats, council, capacities } = power
  const describeQuorum = (tier: Tier) => {
    const { quorum } = power.tiers[tier]
    return t('power.quorum', { amount: formatVotes(intl, quorum), share: formatShare(quorum, supply) })
  }
  return (
    <section className="sec" aria-labelledby="groups">
      <h2 id="groups">{t('power.groups')}</h2>
      <FoldTable
        caption={t('power.groupsCaption', {
          by,
          live: Number(liveSeats),
          all: capacities.reduce((sum, capacity) => sum + capacity, 0),
        })}
        rows={[...tiers]}
        rowKey={(tier) => tier}
        columns={[
          {
            name: t('power.matter'),
            cell: (tier) => (
              <>
                {t(`tier.${tier}`)}
                <br />
                <span className="quieter">{describeQuorum(tier)}</span>
              </>
            ),
          },
          ...acts.map((act) => ({
            name: t(`power.act.${act}`),
            cell: (tier: Tier) => <Group power={power.tiers[tier].firewall[act]} by={by} />,
          })),
        ]}
      />
      <CouncilRow council={council} />
    </section>
  )
}
