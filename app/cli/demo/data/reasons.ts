import { chance } from '../keys'
import type { Story } from '../story'

const general = {
  0: [
    'I do not see what this solves.',
    'Too early; ask again when there is data.',
    'The text does not say what happens if it goes wrong.',
    'I would support a smaller step.',
    'Costs and benefits fall on different people here.',
    '理由不充分，建议补充数据后再提。',
    '步子太大，先做小范围的尝试。',
  ],
  1: [
    'Read the text and the calls; they agree.',
    'A small, reversible step.',
    'I asked two questions in the draft, both were answered.',
    'The alternative is to wait, and waiting has a cost too.',
    'In line with how I said I would vote.',
    '已核对调用内容与说明一致，支持。',
    '步骤清楚，风险可控。',
  ],
  2: [
    'I have an interest in the outcome and abstain; this counts for the quorum.',
    'I cannot judge the technical part.',
    'Both sides have a point, I leave it to others.',
    '与本人有利益关系，弃权。',
  ],
} as const

const release = {
  0: [
    'The measurements that were asked for are missing.',
    'Opening cannot be undone. I want one more month in Gated.',
    'I could not reproduce the figures of the report.',
    '开放之后无法收回，测试还不够。',
  ],
  1: [
    'I downloaded the file and its SHA-256 is the one on chain.',
    'Small model, clear licence, known limits.',
    'Tested on my own recordings: fewer missed words in noise.',
    'The licence on chain matches the one in the package.',
    '我下载并核对了 SHA-256，与链上一致。',
    '许可证清楚，风险低，支持开放。',
  ],
  2: ['I work with the maintainer and abstain.', '我与维护方有合作，弃权。'],
} as const

const member = {
  0: ['Its relation to a party that already sits here is not explained.', 'Its kind does not match what it does.'],
  1: [
    'The applicant answered in the forum under its own name.',
    'More reviewers are what is missing here.',
    '欢迎更多评测方加入。',
  ],
  2: ['The applicant is a customer of ours; I abstain.'],
} as const

const isAbout = (story: Story, pattern: RegExp) => pattern.test(story.title)

/** A short reason that fits the story and the choice; which one follows from `key`. */
export const findReason = (story: Story, support: 0 | 1 | 2, key: string): string => {
  const special = isAbout(story, /weights|Silero|collection/)
    ? release
    : isAbout(story, /Admit|接纳|seat/)
      ? member
      : null
  const pool: readonly string[] = special ? [...special[support], ...general[support].slice(0, 3)] : general[support]
  return pool[Math.floor(chance(`reason ${key}`) * pool.length)] ?? ''
}
