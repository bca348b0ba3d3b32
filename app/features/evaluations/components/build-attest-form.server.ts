import type { Address } from 'viem'
import { getActTexts } from '~/components/act-texts.server'
import { EVALUATION_KINDS } from '~/domain/gates'
import { getAreaText } from '~/i18n/intl.server'
import type { IntlShape } from '~/i18n/intl-context'
import type { Evaluator } from '../schema'
import type { AttestFormData } from './attest-props'

type Named = { id: string; version: string; model: { name: string } }
type Attestable = Named & { root: string; stage: string; party: { id: string } }

const nameOf = ({ t }: IntlShape, { version, model }: Named): string =>
  t('release.title', { model: model.name, version })

/** What an appointed evaluator may state and take back now: never about its own party's release, never about a revoked one. */
export const buildAttestForm = (
  intl: IntlShape,
  evaluator: Evaluator,
  { releases, now }: { releases: readonly Attestable[]; now: number },
): AttestFormData => {
  const { account, waiting, list } = evaluator
  const { t } = intl
  const open = releases.filter(({ stage, party }) => stage !== 'revoked' && party.id !== account.party?.id)
  return {
    viewer: account.address as Address,
    now,
    releases: open.map((release) => ({ id: Number(release.id), root: release.root, name: nameOf(intl, release) })),
    kinds: EVALUATION_KINDS.map((kind) => t(`evaluation.${kind}`)),
    waiting: waiting.map(({ release, kind }) => ({
      value: `${release.id} ${EVALUATION_KINDS.indexOf(kind)}`,
      text: `${nameOf(intl, release)}: ${t(`evaluation.${kind}`)}`,
    })),
    mine: list
      .filter(({ ended }) => ended === null)
      .map(({ uid, kind, release }) => ({
        uid: Number(uid),
        text: t('attest.revoke', { kind: t(`evaluation.${kind}`), name: nameOf(intl, release) }),
      })),
    texts: { ...getActTexts(intl.locale), ...getAreaText(intl.locale, 'attest') },
  }
}
