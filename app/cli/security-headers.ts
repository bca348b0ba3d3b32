import type { Env } from '~/env.server'

/** What every answer carries: only our own scripts run, and nobody frames the page in which votes are signed. */
export const buildSecurityHeaders = (env: Env, nonce: string): Record<string, string> => {
  // The demo's wallets speak to the local chain from the browser.
  const urls = env.DEMO === '1' ? [...(env.RPC_URL?.split(',') ?? []), env.PUBLIC_RPC_URL ?? ''] : []
  const nodes = urls.filter((url) => url !== '').map((url) => new URL(url.trim()).origin)
  const policy = [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}'`,
    `style-src 'self' 'nonce-${nonce}'`,
    // Bars and charts get their lengths from the server as style attributes; those run nothing.
    "style-src-attr 'unsafe-inline'",
    // Wallets announce their icons as data URLs (EIP-6963).
    "img-src 'self' data:",
    `connect-src ${["'self'", ...nodes].join(' ')}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ]
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
