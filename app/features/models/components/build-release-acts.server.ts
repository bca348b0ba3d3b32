import type { Address } from 'viem'
import { getActTexts } from '~/components/act-texts.server'
import { buildReleaseActs } from '~/domain/release-acts'
import type { Account } from '~/http/shapes'
import { getAreaText } from '~/i18n/intl.server'
import type { IntlShape } from '~/i18n/intl-context'
import type { Release } from '../schema'
import type { ReleaseActsData } from './release-acts'
import { getReleaseName } from './release-name'

/** Who looks, and which council stands. */
export type ActFacts = { viewer: Account | null; council: { address: string; approval: string } | null }

/** Prepares the buttons that the registry would accept from this reader now. */
export const buildReleaseActsData = (
  intl: IntlShape,
  release: Release,
  { viewer, council }: ActFacts,
): ReleaseActsData => {
  const acts = buildReleaseActs({
    stage: release.stage,
    isMaintainer: viewer?.party != null && viewer.party.id === release.party.id,
    isCouncil: viewer !== null && council?.address.toLowerCase() === viewer.address.toLowerCase(),
    heldIn: release.stops.flatMap(({ kind, stage }) => (kind === 'hold' && stage !== null ? [stage] : [])),
    isRecalledByApproval: release.stops.some(
      ({ kind, approval }) => kind === 'recall' && approval === council?.approval,
    ),
  })
  return {
    viewer: viewer === null ? null : (viewer.address as Address),
    releaseId: Number(release.id),
    name: getReleaseName(intl, release),
    acts: [...acts],
    texts: { ...getActTexts(intl.locale), ...getAreaText(intl.locale, 'releaseAct') },
  }
}
