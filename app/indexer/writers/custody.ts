import type { CreateWriter } from './writer'

export const createCustodyWriter: CreateWriter<'Custody'> = () => ({
  RecipientRegistered: ({ account, recipient }, write) => {
    write('custody_recipients', { account, recipient })
  },
  Sealed: ({ sealId: seal_id, releaseId: release_id, maintainer, input }, write) => {
    write('seals', {
      seal_id,
      release_id,
      maintainer,
      ciphertext_root: input.ciphertextRoot,
      ciphertext_manifest: input.ciphertextManifest,
      recipient: input.recipient,
      threshold: input.threshold,
      commitments: input.commitments,
      seats: input.seats,
      boxes_digest: input.boxesDigest,
    })
  },
  ShareAcknowledged: ({ sealId: seal_id, index: share, steward }, write) => {
    write('share_acks', { seal_id, share, steward })
  },
  Granted: ({ grantId: grant_id, sealId: seal_id, grantee, recipient, expirationTime: expiration_time }, write) => {
    write('grants', { grant_id, seal_id, grantee, recipient, expiration_time })
  },
  GrantRevoked: ({ grantId: grant_id, actor }, write) => {
    write('grant_revocations', { grant_id, actor })
  },
  ShareReleased: ({ grantId: grant_id, index: share, steward, box }, write) => {
    write('share_releases', { grant_id, share, steward, box })
  },
  SharePublished: ({ sealId: seal_id, index: share, steward, share: value }, write) => {
    write('share_publications', { seal_id, share, steward, value })
  },
})
