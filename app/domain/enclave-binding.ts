import { type Address, encodeAbiParameters, type Hex, parseAbiParameters, sha256 } from 'viem'

/** What the report data of an enclave's quote is about. */
export type EnclaveBinding = {
  chainId: bigint
  enclaves: Address
  registry: Address
  /** The account that claims; part of it, so that nobody else can claim with the same quote. */
  operator: Address
  /** OMS subject digest of the release that is served. */
  root: Hex
  /** The key that signs the service's answers: an Ed25519 public key (RFC 8032), 32 bytes. */
  serviceKey: Hex
  nonce: Hex
}

const fields = parseAbiParameters('uint256, address, address, address, bytes32, bytes32, bytes32')

/** What a quote's report data has to begin with; the same as `IEnclaves.bindingOf`. */
export const buildEnclaveBinding = (binding: EnclaveBinding): Hex => {
  const { chainId, enclaves, registry, operator, root, serviceKey, nonce } = binding
  return sha256(encodeAbiParameters(fields, [chainId, enclaves, registry, operator, root, serviceKey, nonce]))
}
