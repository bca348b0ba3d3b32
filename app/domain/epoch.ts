/** The one epoch clock, and when requests stop being taken. All in seconds. */
export type EpochRules = { epochGenesis: number; epochLength: number; settleWindow: number }

/** The epoch in which a UNIX second lies; 0 before the first. */
export const epochAt = ({ epochGenesis, epochLength }: EpochRules, time: number): number =>
  Math.max(0, Math.floor((time - epochGenesis) / epochLength))

/** When an epoch begins and ends, and from when to when requests for it are taken. UNIX seconds; ends are left out. */
export type EpochTimes = { starts: number; ends: number; requestsFrom: number; requestsUntil: number }

/** The times of an epoch. Source: docs/specification.md 6.1 and 13.4. */
export const timesOfEpoch = (rules: EpochRules, epoch: number): EpochTimes => {
  const starts = rules.epochGenesis + epoch * rules.epochLength
  return {
    starts,
    ends: starts + rules.epochLength,
    requestsFrom: starts - rules.epochLength,
    requestsUntil: starts - rules.settleWindow,
  }
}

/** Something that a vote set, and the first epoch for which it counts. */
type FromEpoch = { from_epoch: number }

/**
 * What counts for an epoch, of rows in the order of the chain: the newest of those that begin last, at or before it.
 * Undefined before the first.
 */
export const findRuleAt = <Row extends FromEpoch>(rows: readonly Row[], epoch: number): Row | undefined =>
  rows.reduce<Row | undefined>(
    (best, row) => (row.from_epoch <= epoch && row.from_epoch >= (best?.from_epoch ?? 0) ? row : best),
    undefined,
  )
