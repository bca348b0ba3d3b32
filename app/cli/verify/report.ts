import type { Hex } from 'viem'
import type { FileDifference } from '~/domain/compare-lists'
import type { RegisteredRelease } from './read-release'
import type { Standing } from './read-standing'

/** What was found in the folder; `ignored` names at its top are never part of a release and nothing vouches for them. */
type Found = { root: Hex; manifest: Hex; files: number; bytes: bigint; ignored: readonly string[] }

/** What can be said of a folder that is not the release: each file, or only that the bytes or the names differ. */
export type Mismatch =
  | { known: 'files'; differences: FileDifference[]; source: string }
  | { known: 'names' | 'bytes'; differences: [] }

/** Whether the release may be used: by whom it may is said by the votes, not by us. */
export type Permission =
  | { allowed: true; because: 'open' | 'granted' }
  | { allowed: false; because: 'recalled' | 'revoked' | 'not-open' }

/** Everything that `verify` found out; `release`, `standing` and `permission` are null when no chain was asked. */
export type Report = {
  found: Found
  mismatch: Mismatch | null
  release: RegisteredRelease | null
  standing: Standing | null
  permission: Permission | null
  signer: string | null
}

/**
 * Open and not recalled may be used by anyone, gated by who has a live grant. A recall warns everybody, also those with
 * a grant; a release that derives from a revoked one stays where votes have put it.
 */
export const decidePermission = ({
  stage,
  recall,
  grant,
}: Pick<Standing, 'stage' | 'recall' | 'grant'>): Permission => {
  if (stage === 'revoked') return { allowed: false, because: 'revoked' }
  if (recall !== null) return { allowed: false, because: 'recalled' }
  if (stage === 'open') return { allowed: true, because: 'open' }
  if (stage === 'gated' && grant !== null) return { allowed: true, because: 'granted' }
  return { allowed: false, because: 'not-open' }
}

/** 0: these bytes may be used, or, with no chain asked, they are those of the list. 1: other bytes. 2: not allowed. */
export const decideExit = ({ mismatch, permission }: Report): 0 | 1 | 2 => {
  if (mismatch !== null) return 1
  return permission === null || permission.allowed ? 0 : 2
}
