import { issueChain } from './platform-chain'
import { buildCollateral, type CollateralOptions } from './platform-collateral'
import { buildQuote, type QuoteOptions } from './platform-quote'

/** What a machine and Intel say of it. */
export type PlatformOptions = QuoteOptions & CollateralOptions

/**
 * A manufacturer and a machine of our own, laid out as Intel's are, everything correctly signed. `rootCertificate` is DER
 * in base64.
 */
export const createPlatform = () => {
  const chain = issueChain()
  const attest = (options: PlatformOptions = {}) => ({
    quote: buildQuote(chain, options),
    collateral: Buffer.from(JSON.stringify(buildCollateral(chain, options))),
  })
  return { rootCertificate: chain.root.der, chain, attest }
}
