const HEIGHT = 96
const TOP = 8
const BOTTOM = 80

type Point = { starts: { time: string }; largestBps: number }

type ShareLineProps = {
  points: readonly Point[]
  /** A dashed line: what the share is measured against. */
  limitBps: number
  label: string
}

/** The largest share over time, on an axis that begins at 0 and ends above the limit and all points. */
export const ShareLine = ({ points, limitBps, label }: ShareLineProps) => {
  const [first, last] = [points[0], points.at(-1)]
  if (first === undefined || last === undefined) return null
  const axis = Math.max(limitBps, ...points.map(({ largestBps }) => largestBps)) * 1.1 || 1
  const yOf = (bps: number) => BOTTOM - (bps / axis) * (BOTTOM - TOP)
  const xOf = (index: number) => (points.length === 1 ? 100 : (index / (points.length - 1)) * 100)
  return (
    <svg className="chart" height={HEIGHT} role="img" aria-label={label}>
      <line className="lim" x1="0" x2="100%" y1={yOf(limitBps)} y2={yOf(limitBps)} />
      <svg viewBox={`0 0 100 ${HEIGHT}`} preserveAspectRatio="none" width="100%" height={HEIGHT} aria-hidden="true">
        <polyline
          className="iline"
          points={points.map(({ largestBps }, index) => `${xOf(index)},${yOf(largestBps)}`).join(' ')}
        />
      </svg>
      <circle className="clay" cx={`${xOf(points.length - 1)}%`} cy={yOf(last.largestBps)} r="4" />
      <line className="axis" x1="0" x2="100%" y1={BOTTOM} y2={BOTTOM} />
      <text x="0" y={HEIGHT - 2}>
        {first.starts.time.slice(0, 10)}
      </text>
      <text x="100%" y={HEIGHT - 2} textAnchor="end">
        {last.starts.time.slice(0, 10)}
      </text>
    </svg>
  )
}
