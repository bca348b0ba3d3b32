import type { Env } from '~/env.server'

// Digits alone, so that no spelling of another path passes for it.
const EMBED = /^\/embed\/proposals\/[0-9]+$/

// Nothing runs in it and nothing is sent from it, so whoever frames it has nothing to trick a reader into.
const EMBED_POLICY = [
  "default-src 'none'",
  "style-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  'frame-ancestors *',
]

const buildPolicy = (env: Env, nonce: string): string[] => {
  // The demo's wallets speak to the local chain from the browser.
  const urls = env.DEMO === '1' ? [...(env.RPC_URL?.split(',') ?? []), env.PUBLIC_RPC_URL ?? ''] : []
  const nodes = urls.filter((url) => url !== '').map((url) => new URL(url.trim()).origin)
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}'`,
    `style-src 'self' 'nonce-${nonce}'`,
    // Bars and charts get their lengths from the server as style attributes; those run nothing.
    "style-src-attr 'unsafe-inline'",
    // Wallets announce their icons as data URLs (EIP-6963).
    "img-src 'self' data:",
    `connect-src ${["'self'", ...nodes].join(' ')}`,
    "worker-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ]
}

type Asked = { nonce: string; path: string }

/** What every answer carries: only our own scripts run, and nobody frames a page in which votes are signed. */
export const buildSecurityHeaders = (env: Env, { nonce, path }: Asked): Record<string, string> => {
  const policy = EMBED.test(path) ? EMBED_POLICY : buildPolicy(env, nonce)
  const headers: Record<string, string> = {
    'Content-Security-Policy': policy.join('; '),
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'strict-origin-when-cross-origin',
    'Cross-Origin-Opener-Policy': 'same-origin-allow-popups',
    'Permissions-Policy': 'camera=(), microphone=(), geolocation=()',
  }
  if (env.PUBLIC_URL?.startsWith('https://')) headers['Strict-Transport-Security'] = 'max-age=31536000'
  return headers
}
