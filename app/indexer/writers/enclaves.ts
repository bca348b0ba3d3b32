import type { CreateWriter } from './writer'

export const createEnclavesWriter: CreateWriter<'Enclaves'> = () => ({
  MeasurementAllowed: ({ measurement, description }, write) => {
    write('measurement_events', { kind: 'allowed', measurement, description })
  },
  MeasurementRemoved: ({ measurement }, write) => {
    write('measurement_events', { kind: 'removed', measurement })
  },
  EnclaveAttested: ({ enclaveId: enclave_id, releaseId: release_id, operator, party, claim }, write) => {
    write('enclaves', {
      enclave_id,
      release_id,
      operator,
      party,
      root: claim.root,
      quote: claim.quote,
      collateral: claim.collateral,
      measurement: claim.measurement,
      service_key: claim.serviceKey,
      nonce: claim.nonce,
      expiration_time: claim.expirationTime,
    })
  },
  EnclaveRevoked: ({ enclaveId: enclave_id }, write) => {
    write('enclave_revocations', { enclave_id })
  },
})
