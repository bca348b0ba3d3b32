import type { Address } from 'viem'
import { type Draft, type FieldErrors, TEXT_MAX, TITLE_MAX } from './schema'

/** What is wrong with the words of a draft. */
export const checkWords = ({ title, text }: Pick<Draft, 'title' | 'text'>): FieldErrors => ({
  ...(title === '' ? { title: { key: 'noTitle', values: { max: TITLE_MAX } } } : {}),
  ...(title.length > TITLE_MAX ? { title: { key: 'title', values: { max: TITLE_MAX, length: title.length } } } : {}),
  ...(/[\r\n]/.test(title) ? { title: { key: 'oneLine', values: {} } } : {}),
  ...(text.length > TEXT_MAX ? { text: { key: 'text', values: { max: TEXT_MAX, length: text.length } } } : {}),
})

/**
 * The description as it goes on chain. Its last line names the proposer, so that nobody can take the proposal over by
 * sending the same one first (OpenZeppelin's `#proposer=` suffix); it is left out where nobody is known yet.
 */
export const buildDescription = ({ title, text }: Pick<Draft, 'title' | 'text'>, proposer: Address | null): string =>
  [`# ${title}`, ...(text === '' ? [] : [text]), ...(proposer === null ? [] : [`#proposer=${proposer}`])].join('\n\n')
