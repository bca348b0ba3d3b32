import type { Address } from 'viem'
import type { Account } from '~/http/shapes'
import { withView } from '~/services.server'

/** The account that a reader looks from, with its party and seat; null while nobody is known. */
export const findViewer = (viewer: Address | null): Promise<Account | null> =>
  viewer === null ? Promise.resolve(null) : withView(async ({ loadAccounts }) => (await loadAccounts([viewer]))(viewer))
