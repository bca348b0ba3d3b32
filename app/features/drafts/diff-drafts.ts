import { diffArrays, diffLines } from 'diff'
import { buildCanonicalJson, type Json } from '~/domain/canonical-json'
import type { DraftContent } from '~/domain/draft'

/** A run of lines, actions or calls that both have, or only the earlier or the later one. */
type Run<Item> = { change: 'kept' | 'removed' | 'added'; items: Item[] }

// Time grows with the square of what differs; where more lines than these do, all of the one is replaced by the other.
const MOST_EDITS = 500

type Change = { added: boolean; removed: boolean }

const changeOf = ({ added, removed }: Change): Run<never>['change'] => {
  if (added) return 'added'
  return removed ? 'removed' : 'kept'
}

const diffText = (before: string, after: string): Run<string>[] => {
  const replaced = [
    { added: false, removed: true, value: before },
    { added: true, removed: false, value: after },
  ]
  return (diffLines(before, after, { maxEditLength: MOST_EDITS }) ?? replaced)
    .filter(({ value }) => value !== '')
    .map((change) => ({ change: changeOf(change), items: change.value.split(/(?<=\n)/) }))
}

const diffList = <Item extends Json>(before: readonly Item[], after: readonly Item[]): Run<Item>[] =>
  diffArrays(before.map(buildCanonicalJson), after.map(buildCanonicalJson)).map((change) => ({
    change: changeOf(change),
    items: change.value.map((item) => JSON.parse(item) as Item),
  }))

type Compared = Pick<DraftContent, 'title' | 'text' | 'actions' | 'calls'>

/** What differs between two revisions: words by lines, actions and calls by value. */
export const diffDrafts = (before: Compared, after: Compared) => ({
  title: diffText(before.title, after.title),
  text: diffText(before.text, after.text),
  actions: diffList(before.actions, after.actions),
  calls: diffList(before.calls ?? [], after.calls ?? []),
})
