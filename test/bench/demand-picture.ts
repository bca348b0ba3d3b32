import type { Figures } from '#test/support/real-demand'
import { QUALITIES } from '~/cli/demo/trace'
import { count, percentOf } from './demand-tables'

const WIDTH = 960
const TOP = 108
const ROW = 56
const TASKS = { x: 216, width: 288 }
const CLASSES = { x: 536, step: 104, width: 84 }
const BAR = 14
const LEGEND = [
  { name: 'all', words: 'all they ask', x: TASKS.x },
  { name: 'part', words: 'a part', x: TASKS.x + 110 },
  { name: 'nothing', words: 'nothing', x: TASKS.x + 178 },
]

const rectangle = (name: string, { x, y, width }: { x: number; y: number; width: number }): string =>
  `<rect class="${name}" x="${x.toFixed(1)}" y="${y}" width="${width.toFixed(1)}" height="${BAR}"/>`
const text = (name: string, { x, y }: { x: number; y: number }, words: string): string =>
  `<text class="${name}" x="${x}" y="${y}">${words}</text>`

const drawTasks = ({ all: { whole, none, tasks } }: Figures, y: number): string[] => {
  const scale = TASKS.width / tasks
  const part = tasks - whole - none
  return [
    rectangle('nothing', { x: TASKS.x, y, width: TASKS.width }),
    rectangle('part', { x: TASKS.x + whole * scale, y, width: part * scale }),
    rectangle('all', { x: TASKS.x, y, width: whole * scale }),
    text(
      'small',
      { x: TASKS.x, y: y + BAR + 15 },
      `${count(whole)} all, ${count(part)} a part, ${count(none)} nothing`,
    ),
  ]
}

const drawClasses = ({ qualities }: Figures, y: number): string[] =>
  QUALITIES.flatMap((quality, index) => {
    const { grant, demand } = qualities[quality]
    const x = CLASSES.x + index * CLASSES.step
    return [
      rectangle('nothing', { x, y, width: CLASSES.width }),
      rectangle('all', { x, y, width: (CLASSES.width * grant) / demand }),
      text('small', { x, y: y + BAR + 15 }, percentOf(grant, demand)),
    ]
  })

const drawHead = (figures: readonly Figures[]): string[] => {
  const [first] = figures
  return [
    text('head', { x: TASKS.x, y: 62 }, `What ${count(first?.all.tasks ?? 0)} tasks get`),
    text('head', { x: CLASSES.x, y: 62 }, 'What each class gets of what it asks for'),
    ...QUALITIES.flatMap((quality, index) => [
      text('small', { x: CLASSES.x + index * CLASSES.step, y: 82 }, quality),
      text(
        'quiet',
        { x: CLASSES.x + index * CLASSES.step, y: 97 },
        `${count(first?.qualities[quality].tasks ?? 0)} tasks`,
      ),
    ]),
    ...LEGEND.flatMap(({ name, words, x }) => [
      `<rect class="${name}" x="${x}" y="74" width="12" height="12"/>`,
      text('small', { x: x + 18, y: 84 }, words),
    ]),
  ]
}

const style = [
  'svg{--ground:#fffdf9;--ink:#1f1c17;--quiet:#5f584d;--all:#a33d1c;--part:#d08a6d;--rest:#ece6dc;--line:#8b8275}',
  '@media (prefers-color-scheme:dark){svg{--ground:#1a1814;--ink:#f3eee5;--quiet:#b9b0a2;--all:#e89470;--part:#9a5a40;--rest:#38332b;--line:#8b8275}}',
  'text{font:13px system-ui,sans-serif;fill:var(--ink)}.title{font-size:17px;font-weight:600}.head{font-weight:600}',
  '.small,.quiet{font-size:12px}.quiet{fill:var(--quiet)}.ground{fill:var(--ground)}.all{fill:var(--all)}.part{fill:var(--part)}',
  '.nothing{fill:var(--rest);stroke:var(--line);stroke-width:.75}',
].join('')

/** The figures as a picture that carries its own ground, so that it can be read on light and on dark pages. */
export const buildPicture = (figures: readonly Figures[], percent: number): string => {
  const height = TOP + figures.length * ROW + 40
  const title = `Who gets what when a pool has ${percent} % of what is asked of it`
  const said = figures.map(
    ({ way, all: { whole, none } }) => `${way}: ${count(whole)} get all they ask, ${count(none)} nothing`,
  )
  const rows = figures.flatMap((own, index) => {
    const y = TOP + 12 + index * ROW
    return [text('head', { x: 24, y: y + 12 }, own.way), ...drawTasks(own, y), ...drawClasses(own, y)]
  })
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-labelledby="title desc">`,
    `<title id="title">${title}</title>`,
    `<desc id="desc">${said.join('; ')}. All numbers stand in the tables beside the picture.</desc>`,
    `<style>${style}</style>`,
    `<rect class="ground" width="${WIDTH}" height="${height}" rx="8"/>`,
    text('title', { x: 24, y: 34 }, title),
    ...drawHead(figures),
    ...rows,
    text(
      'quiet',
      { x: 24, y: height - 16 },
      'Tasks of Alibaba’s GPU cluster trace of 2023, CC BY 4.0. Bars begin at 0 and end at all.',
    ),
    '</svg>',
    '',
  ].join('\n')
}
