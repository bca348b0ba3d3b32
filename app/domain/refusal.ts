/**
 * Why a wallet or the chain did not do what was asked. `contract` carries a custom error of ours with its arguments as
 * text; the words for each live in the catalogues.
 */
export type Refusal =
  | { code: 'dismissed' }
  | { code: 'rejected' }
  | { code: 'busy' }
  | { code: 'account-changed'; account: string }
  | { code: 'wrong-chain'; name: string; chainId: string }
  | { code: 'insufficient-funds'; account: string }
  | { code: 'contract'; error: string; args: Readonly<Record<string, string>> }
  | { code: 'reverted'; reason: string }
  | { code: 'not-mined'; hash: string }
  | { code: 'batch-failed' | 'batch-torn'; status: string }
  | { code: 'unreachable'; detail: string }
