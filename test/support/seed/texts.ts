import { mix, share } from './draw'

// Words of the trade in both languages; the texts mean nothing, but have the lengths and letters of real ones.
const english =
  'open weights model release licence evaluation steward quorum budget compute party cluster GPU hours epoch audit dissent objection council seat holder charter safety red team gated recall manifest digest provider lease'.split(
    ' ',
  )
const chinese =
  '开放权重模型发布许可证评估席位法定人数预算算力机构集群审计异议理事会章程安全红队召回清单摘要提供者租约投票委托快照'

const pickWords = (seed: number, count: number): string =>
  Array.from({ length: count }, (_, index) => english[mix(seed + index * 31) % english.length]).join(' ')

const pickSigns = (seed: number, count: number): string =>
  Array.from({ length: count }, (_, index) => chinese[mix(seed + index * 17) % chinese.length]).join('')

/** One in five is Chinese, one in fifty is very long. */
export const titleOf = (id: number): string => {
  const isLong = id % 50 === 7
  if (id % 5 === 3) return `${pickSigns(id, isLong ? 180 : 12)}（第 ${id} 号）`
  return `${pickWords(id, isLong ? 40 : 5)} #${id}`
}

/** Markdown of a few hundred characters; one in two hundred has twenty thousand. */
export const descriptionOf = (id: number): string => {
  const paragraphs = id % 200 === 11 ? 60 : 1 + (mix(id) % 3)
  const body = Array.from({ length: paragraphs }, (_, index) =>
    id % 5 === 3
      ? `## ${pickSigns(id + index, 8)}\n\n${pickSigns(id * 3 + index, 120)}。`
      : `## Part ${index + 1}\n\n${pickWords(id * 3 + index, 40)}.`,
  )
  return `# ${titleOf(id)}\n\n${body.join('\n\n')}`
}

/** Nine ballots in ten have none; some are Chinese, some try what readers escape, one in a thousand is long. */
export const reasonOf = (seed: number): string => {
  const kind = share(seed)
  if (kind > 0.1) return ''
  if (kind < 0.0005) return pickWords(seed, 600)
  if (kind < 0.002) return `<script>alert(1)</script> "quoted", =1+1\n\ttab \\ ${seed}`
  return kind < 0.03 ? `${pickSigns(seed, 30)}。` : `${pickWords(seed, 12)}.`
}
