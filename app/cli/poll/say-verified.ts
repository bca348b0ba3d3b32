import { toPlainText } from '~/domain/plain-text'
import type { PollRecord } from './read-record'
import type { Verified } from './verify-record'

/** For people: what was counted, choice by choice, then what is wrong. */
export const sayVerified = ({ poll }: PollRecord, { id, ballots, counted, count, objections }: Verified): string => {
  const choices = poll.signed.message.choices
  const chosen = count.choice === null ? '' : `: ${toPlainText(choices[count.choice] ?? '')}`
  const houses = count.houses.flatMap(({ house, weights }) =>
    weights.map((weight, index) => `${house.padEnd(9)} ${weight.padStart(30)}  ${toPlainText(choices[index] ?? '')}`),
  )
  return [
    `poll      ${id}`,
    `question  ${toPlainText(poll.signed.message.question)}`,
    `ballots   ${ballots}, of which ${counted} count`,
    ...houses,
    `outcome   ${count.outcome}${chosen}${poll.result.final ? '' : ' (not final)'}; it binds nobody`,
    ...objections.map((text) => `- ${toPlainText(text)}`),
    `verdict   ${objections.length === 0 ? 'right' : 'wrong'}`,
  ].join('\n')
}
