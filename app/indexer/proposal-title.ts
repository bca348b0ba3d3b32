const longest = 200

/** The first line of a description that says something, without Markdown's marks of a heading; `Untitled` if none. */
export const parseTitle = (description: string): string => {
  const line = description
    .split('\n')
    .map((text) => text.replace(/^#+\s+/, '').trim())
    .find((text) => text !== '' && !text.startsWith('#proposer='))
  if (!line) return 'Untitled'
  const letters = [...line]
  return letters.length > longest ? `${letters.slice(0, longest - 1).join('')}…` : line
}
