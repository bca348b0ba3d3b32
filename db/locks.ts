/** Numbers of advisory locks, which live in one database, as one deployment does: any will do that nothing else there uses. */
export const locks = {
  migration: 7_236_001,
  leader: 7_236_002,
  relayJobs: 7_236_003,
  relaySender: 7_236_004,
  auditLog: 7_236_005,
  pushSubscriptions: 7_236_006,
} as const

/**
 * First keys of locks of two keys, which never meet those of one; the second is a hash of an account. Two accounts of one
 * hash wait for each other, and that is all.
 */
export const accountLocks = { pollAuthor: 1, statement: 2, draftAuthor: 3, webhooks: 4 } as const
