import { type Figures, measureWay, ways } from '#test/support/real-demand'
import { QUALITIES } from '~/cli/demo/trace'

const SECONDS_PER_HOUR = 3_600

export const count = (value: number): string => value.toLocaleString('en-US')
/** GPU-seconds as GPU-hours, rounded. */
const hours = (seconds: number): string => count(Math.round(seconds / SECONDS_PER_HOUR))
export const percentOf = (part: number, whole: number): string => `${((100 * part) / whole).toFixed(1)} %`

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
const table = (header: readonly string[], rows: readonly (readonly string[])[]): string =>
  [row(header), row(header.map((_, index) => (index === 0 ? '---' : '---:'))), ...rows.map(row)].join('\n')

const buildTaskTable = (figures: readonly Figures[]): string =>
  table(
    ['way', 'tasks that get all they ask', 'a part', 'nothing', 'granted of what is asked'],
    figures.map(({ way, all: { whole, none, tasks, grant, demand } }) => [
      ...[way, count(whole), count(tasks - whole - none), count(none), percentOf(grant, demand)],
    ]),
  )

const buildClassTable = (figures: readonly Figures[]): string =>
  table(
    ['GPU-hours', ...QUALITIES],
    [
      ['tasks', ...QUALITIES.map((quality) => count(figures[0]?.qualities[quality].tasks ?? 0))],
      ['asked', ...QUALITIES.map((quality) => hours(figures[0]?.qualities[quality].demand ?? 0))],
      ...figures.map(({ way, qualities }) => [
        way,
        ...QUALITIES.map((quality) => {
          const { grant, demand } = qualities[quality]
          return `${hours(grant)} (${percentOf(grant, demand)})`
        }),
      ]),
    ],
  )

const buildConcentrationTable = (figures: readonly Figures[]): string =>
  table(
    ['way', 'largest share', 'fewest tasks with more than half', 'HHI', 'Gini'],
    figures.map(({ way, concentration: { largestBps, nakamoto, hhi, giniThousandths } }) => [
      ...[way, `${(largestBps / 100).toFixed(2)} %`, count(nakamoto), count(hhi), (giniThousandths / 1000).toFixed(3)],
    ]),
  )

const buildScarcityTable = (percents: readonly number[]): string =>
  table(
    ['tasks that get all / nothing', ...percents.map((percent) => `capacity for ${percent} %`)],
    ways.map((way) => [
      way,
      ...percents.map((percent) => {
        const { whole, none } = measureWay(way, percent).all
        return `${count(whole)} / ${count(none)}`
      }),
    ]),
  )

/** Who gets what in each way, as tables in Markdown. */
export const buildTables = (figures: readonly Figures[]): string =>
  [
    buildTaskTable(figures),
    buildClassTable(figures),
    buildConcentrationTable(figures),
    buildScarcityTable([25, 50, 75]),
  ].join('\n\n')
