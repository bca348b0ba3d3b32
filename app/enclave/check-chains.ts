import type { X509Certificate } from 'node:crypto'
import { AppError } from '~/domain/errors'
import { checkRevocation, type Window } from './check-revocation'
import type { Collateral } from './collateral'

type Chains = { collateral: Collateral; pckChain: readonly X509Certificate[]; root: X509Certificate }

/**
 * Checks what the library leaves open of the certificates behind a quote: that each is of the kind its place needs, that
 * issuers may issue, that nothing is revoked by lists which Intel signed, and that the platform's list is of the
 * authority that issued its certificate. Returns the span in which all of it holds. Throws `attest_bad_collateral`,
 * `attest_bad_quote` or `attest_revoked`.
 */
export const checkChains = ({ collateral, pckChain, root }: Chains): Window => {
  const tcbSigner = checkChain(collateral.tcb_info_issuer_chain, { root, leaf: /^Intel SGX TCB Signing$/ })
  const qeSigner = checkChain(collateral.qe_identity_issuer_chain, { root, leaf: /^Intel SGX TCB Signing$/ })
  const pckIssuer = checkChain(collateral.pck_crl_issuer_chain, {
    root,
    leaf: /^Intel SGX PCK (Processor|Platform) CA$/,
  })
  const pck = checkChain(pckChain, { root, leaf: /^Intel SGX PCK Certificate$/ })
  const windows = [
    checkRevocation({
      crl: collateral.root_ca_crl,
      issuer: root,
      certificates: [tcbSigner, qeSigner, pckIssuer],
      name: 'root_ca_crl',
    }),
    checkRevocation({ crl: collateral.pck_crl, issuer: pckIssuer, certificates: [pck], name: 'pck_crl' }),
  ]
  const all = [tcbSigner, qeSigner, pckIssuer, pck, root].map(({ validFrom, validTo }) => ({
    from: Date.parse(validFrom) / 1000,
    to: Date.parse(validTo) / 1000,
  }))
  return intersect([...windows, ...all])
}

/** The span that all spans share. */
export const intersect = (windows: readonly Window[]): Window => ({
  from: Math.max(...windows.map(({ from }) => from)),
  to: Math.min(...windows.map(({ to }) => to)),
})

type Expected = { root: X509Certificate; leaf: RegExp }

/** From the leaf to the root, which may be left out; returns the leaf. */
const checkChain = (chain: readonly X509Certificate[], { root, leaf }: Expected): X509Certificate => {
  const [first] = chain
  const name = first === undefined ? '' : (/^CN=(.*)$/m.exec(first.subject)?.[1] ?? '')
  if (first === undefined || !leaf.test(name)) {
    throw new AppError('attest_bad_collateral', `A certificate of ${JSON.stringify(name)} stands where ${leaf} has to.`)
  }
  const last = chain.at(-1) ?? first
  const path = last.raw.equals(root.raw) ? chain : [...chain, root]
  for (const [index, certificate] of path.slice(0, -1).entries()) {
    const issuer = path[index + 1] ?? root
    if (issuer.ca && certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey)) continue
    throw new AppError('attest_bad_collateral', `The certificate of ${name} does not lead to Intel's root.`)
  }
  return first
}
