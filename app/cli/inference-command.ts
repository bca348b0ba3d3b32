import { parseInferenceArguments } from './inference/parse-arguments'
import { signGiven } from './inference/sign-receipt'
import { buildVerifiedJson, exitCodeOf, sayVerified, verifyReceipt } from './inference/verify-receipt'

/**
 * `ostrakon inference verify --receipt F --request F --response F`, with `--enclave ID` or, without a chain, `--key HEX`:
 * whether an attested enclave gave this answer to that request. 0 it did; 1 no; 2 the receipt is right, but its claim was
 * not live then or was not checked; 3 usage or network. `ostrakon inference sign` makes a receipt with the service key in
 * a file, an Ed25519 private key.
 */
export const runInference = async (args: string[]): Promise<number> => {
  const values = parseInferenceArguments(args)
  if (values.action === 'sign') {
    const signed = await signGiven(values)
    process.stdout.write(`${JSON.stringify(signed, null, values.json ? 0 : 2)}\n`)
    return 0
  }
  const verified = await verifyReceipt(values)
  process.stdout.write(`${values.json ? JSON.stringify(buildVerifiedJson(verified)) : sayVerified(verified)}\n`)
  return exitCodeOf(verified)
}
