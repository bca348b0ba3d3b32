import { type Address, encodeFunctionData } from 'viem'
import { modelRegistryAbi } from '~/chain/abi/generated'
import type { CallText } from '~/domain/wallet'
import type { Draft, FieldErrors } from './schema'

/** A release that a proposal could move. `revokedAncestor` is null when nothing it derives from is revoked. */
export type MovableRelease = {
  id: string
  name: string
  stage: 'registered' | 'red-team' | 'gated' | 'open' | 'revoked'
  revokedAncestor: string | null
}

const advances = { registered: 'advanceToRedTeam', 'red-team': 'advanceToGated', gated: 'advanceToOpen' } as const

const functionFor = (release: MovableRelease, move: 'advance' | 'revoke') => {
  const { stage } = release
  if (stage === 'revoked') return null
  if (move === 'revoke') return 'revoke'
  return stage === 'open' ? null : advances[stage]
}

type ReleaseDraft = Extract<Draft, { kind: 'release' }>

/** The call that moves a release one stage on, or revokes it; or why no such call can pass. */
export const buildReleaseCall = (
  draft: ReleaseDraft,
  releases: readonly MovableRelease[],
  registry: Address,
): { call: CallText } | { errors: FieldErrors } => {
  const release = releases.find(({ id }) => id === draft.release)
  if (release === undefined) return { errors: { release: { key: 'release', values: { given: draft.release } } } }
  const functionName = functionFor(release, draft.move)
  if (functionName === null) {
    return { errors: { release: { key: `last-${release.stage}`, values: { name: release.name } } } }
  }
  if (functionName !== 'revoke' && release.revokedAncestor !== null) {
    const values = { name: release.name, ancestor: release.revokedAncestor }
    return { errors: { release: { key: 'ancestor', values } } }
  }
  const calldata = encodeFunctionData({ abi: modelRegistryAbi, functionName, args: [Number(release.id)] })
  return { call: { target: registry, value: '0', calldata } }
}
