/** What a browser can be told of a proposal. */
export const pushTopics = ['created', 'opens', 'closing', 'decided', 'executed'] as const

export type PushTopic = (typeof pushTopics)[number]

const topicOf = {
  created: 'created',
  opens: 'opens',
  closing: 'closing',
  ended: 'decided',
  canceled: 'decided',
  executed: 'executed',
} as const satisfies Record<string, PushTopic>

/** What happens to a proposal that browsers are told of. */
export type PushTransition = keyof typeof topicOf

/** Which topic a transition of a proposal is of; null for one that no browser is told of. */
export const findPushTopic = (transition: string): PushTopic | null =>
  Object.hasOwn(topicOf, transition) ? topicOf[transition as PushTransition] : null
