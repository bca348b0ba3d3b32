/**
 * Why a wallet or the chain did not do what was asked. `contract` carries a custom error of ours with its arguments as
 * text; the words for each live in the catalogues.
 */
export type Refusal =
  | { code: 'no-wallet' }
  | { code: 'dismissed' }
  | { code: 'rejected' }
  | { code: 'busy' }
  | { code: 'wrong-chain'; needed: string }
  | { code: 'insufficient-funds' }
  | { code: 'contract'; error: string; args: Record<string, string> }
  | { code: 'reverted'; reason: string }
  | { code: 'not-mined'; hash: string }
  | { code: 'unreachable'; detail: string }
