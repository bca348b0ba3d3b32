import { findBinding } from './attest/find-binding'
import { parseAttestArguments } from './attest/parse-arguments'
import { buildVerdictJson, decideVerdict, exitCodeOf, sayVerdict } from './attest/say-verdict'
import { verifyAttestation } from './attest/verify-attestation'

/**
 * `ostrakon attest verify --quote F --collateral F --at TIME`, with `--enclave ID` or with `--bind HEX
 * --expect-measurement X`: whether an enclave is what it claims. 0 verified; 1 refused or expired; 2 genuine, but its
 * measurement is not on the voted list, its platform not up to date, or its claim not live; 3 not verified, usage, or
 * network. `ostrakon attest bind` prints what a quote has to begin with before it is claimed.
 */
export const runAttest = async (args: string[]): Promise<number> => {
  const values = parseAttestArguments(args)
  if (values.action === 'bind') {
    const binding = await findBinding(values)
    process.stdout.write(`${values.json ? JSON.stringify({ binding }) : binding}\n`)
    return 0
  }
  const findings = await verifyAttestation(values)
  process.stdout.write(`${values.json ? JSON.stringify(buildVerdictJson(findings)) : sayVerdict(findings)}\n`)
  return exitCodeOf(decideVerdict(findings))
}
