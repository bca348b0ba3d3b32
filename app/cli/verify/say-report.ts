import type { FileDifference } from '~/domain/compare-lists'
import { quoteName, toPlainText } from '~/domain/plain-text'
import { sayBytes } from '../hash-progress'
import type { Attestation, Move, Standing } from './read-standing'
import { decideExit, type Mismatch, type Report } from './report'

/** The report for programs: amounts of bytes and blocks in decimal strings, texts of strangers as they are. */
export const buildJson = (report: Report) => ({
  exit: decideExit(report),
  ...(JSON.parse(
    JSON.stringify(report, (_, value) => (typeof value === 'bigint' ? value.toString() : value)),
  ) as Report),
})

/** The report for people. Whatever strangers wrote in it is plain text by then. */
export const sayReport = (report: Report): string => {
  const { release, standing, signer } = report
  const lines = [...sayMatch(report)]
  const { ignored } = report.found
  if (ignored.length > 0) lines.push(`not checked  ${ignored.map(quoteName).join(', ')}: never part of a release`)
  if (signer !== null) lines.push(`signed by    ${signer}`)
  if (release && standing) lines.push(...sayCounts(report), ...sayStanding(standing, toPlainText(release.licence)))
  return [...lines, sayVerdict(report)].join('\n')
}

const sayMatch = ({ found, mismatch, release }: Report): string[] => {
  const what = release
    ? `release ${release.id}, ${quoteName(release.modelName)} ${toPlainText(release.version)}`
    : 'the list'
  const size = `${found.files} ${found.files === 1 ? 'file' : 'files'}, ${sayBytes(Number(found.bytes))}`
  if (mismatch === null) return [`The files are ${what}: ${size}.`]
  return [`The files are NOT ${what}: ${size}.`, ...sayMismatch(mismatch)]
}

/** The digests decide what the files are, but what was registered beside them may be wrong. */
const sayCounts = ({ found, mismatch, release }: Report): string[] => {
  if (mismatch !== null || !release || (release.files === found.files && release.bytes === found.bytes)) return []
  return [`WARNING      the registration says ${release.files} files of ${release.bytes} bytes in all, which is not so`]
}

const sayMismatch = (mismatch: Mismatch): string[] => {
  if (mismatch.known === 'files') return mismatch.differences.map((difference) => `  ${sayDifference(difference)}`)
  if (mismatch.known === 'names') return ['  All bytes are there, and in that order; a name differs.']
  return [
    '  Bytes differ, or files are missing or added. The chain holds digests alone; to have each file named, give the',
    '  list of the release with --manifest FILE. (A release in shards needs --shards.)',
  ]
}

const sayDifference = (difference: FileDifference): string => {
  const name = quoteName(difference.name)
  if (difference.kind === 'missing') return `missing   ${name}`
  if (difference.kind === 'added') return `added     ${name}`
  if (difference.kind === 'renamed') return `renamed   ${name}, which is ${quoteName(difference.from)} in the release`
  const holds = difference.holds === undefined ? '' : `, which has the bytes of ${quoteName(difference.holds)}`
  return `changed   ${name}${holds}`
}

const sayTime = (seconds: number) => new Date(seconds * 1000).toISOString().replace('.000', '')

const sayStanding = (standing: Standing, licence: string): string[] => {
  const { stage, stageSince, moves, recall, attestations, revokedAncestors, uri, block, time } = standing
  return [
    `licence      ${licence}`,
    `stage        ${stage} since ${sayTime(stageSince)}`,
    ...moves.map((move) => `             ${sayMove(move)}`),
    recall
      ? `RECALLED     by the council until ${sayTime(recall.until)}: ${quoteName(recall.reason)}`
      : 'recall       none',
    ...revokedAncestors.map((id) => `WARNING      it derives from release ${id}, which is revoked`),
    attestations.length === 0 ? 'attestations none' : 'attestations',
    ...attestations.map((attestation) => `  ${sayAttestation(attestation, time)}`),
    `address      ${uri === '' ? 'none' : quoteName(uri)} (a stranger's word: only the digests count)`,
    `as of        block ${block}, ${sayTime(time)}`,
  ]
}

const sayMove = ({ stage, proposal, actor, block }: Move): string =>
  `${stage} by ${proposal === null ? actor : `proposal ${proposal}`} in block ${block}`

const sayAttestation = (attestation: Attestation, now: number): string => {
  const { verdict, kind, attester, party, report, time, expirationTime, revocationTime } = attestation
  const isExpired = expirationTime > 0 && expirationTime <= now
  const end = revocationTime > 0 ? `, ended ${sayTime(revocationTime)}` : isExpired ? ', expired' : ''
  return `${verdict} ${kind} by ${attester} (party ${party}) ${sayTime(time)}${end}, report ${report}`
}

const sayVerdict = ({ mismatch, permission }: Report): string => {
  if (mismatch !== null) return 'Do not use them as this release.'
  if (permission === null) return 'Stage not checked: no chain was asked, so nothing says that they may be used.'
  switch (permission.because) {
    case 'open':
      return 'A vote has opened them, and nobody has recalled them.'
    case 'granted':
      return 'They are gated, and a vote has granted this account access.'
    case 'recalled':
      return 'Not allowed now: the council recalled the release.'
    case 'revoked':
      return 'Not allowed: a vote, or the maintainer, revoked the release.'
    case 'not-open':
      return 'Not allowed: no vote has opened the release, and no live grant for the account was found.'
  }
}
