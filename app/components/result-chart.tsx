import type { ResultGeometry } from './result-geometry'

export type MarkLabel = { words: string; amount: string; unit: string }

type ResultChartProps = {
  geometry: ResultGeometry
  /** Says in words all that the picture shows. */
  label: string
  /** How many cells the bar is cut into; 0 for votes, which are not counted one by one. */
  cells: number
  marks?: { forNeeded: MarkLabel; quorum: MarkLabel; end: string }
}

const FILL = { for: 'for', abstain: 'abstain', against: 'hatched' } as const

// The gap under a mark and between cells is drawn in the ground's colour, so that it shows on every fill.
const Gap = ({ x, top, bottom, width }: { x: number; top: number; bottom: number; width: number }) => (
  <line className="gap" x1={`${x}%`} x2={`${x}%`} y1={top} y2={bottom} strokeWidth={width} />
)

const Label = ({ x, y, words, amount, unit }: MarkLabel & { x: number; y: number }) => (
  <text x={x <= 50 ? 9 : -9} y={y} textAnchor={x <= 50 ? 'start' : 'end'}>
    {words}
    <tspan className="wider"> {amount}</tspan>
    <tspan className="desk"> {unit}</tspan>
  </text>
)

type MarkProps = { x: number; tall: boolean; label: MarkLabel | undefined }

const UpperMark = ({ x, tall, label }: MarkProps) => (
  <>
    <Gap x={x} top={tall ? 14 : 3} bottom={tall ? 43 : 20} width={6} />
    <line className="mark" x1={`${x}%`} x2={`${x}%`} y1={tall ? 14 : 3} y2={tall ? 43 : 20} />
    <svg x={`${x}%`} y="0" overflow="visible" aria-hidden="true">
      <path className="tip" d={tall ? 'M-5 10h10l-5 7z' : 'M-4 0h8l-4 6z'} />
      {label && <Label x={x} y={13} {...label} />}
    </svg>
  </>
)

const LowerMark = ({ x, tall, label }: MarkProps) => (
  <>
    <Gap x={x} top={tall ? 19 : 8} bottom={tall ? 48 : 25} width={6} />
    <line className="mark" x1={`${x}%`} x2={`${x}%`} y1={tall ? 19 : 8} y2={tall ? 48 : 25} />
    <svg x={`${x}%`} y={tall ? 48 : 21} overflow="visible" aria-hidden="true">
      <path className="tip" d={tall ? 'M-5 7h10l-5-7z' : 'M-4 7h8l-4-6z'} />
      {label && <Label x={x} y={10} {...label} />}
    </svg>
  </>
)

/** The bar of one house; with `marks` in full size and labelled, without in the small form for lists. */
export const ResultChart = ({ geometry, label, cells, marks }: ResultChartProps) => {
  const tall = marks !== undefined
  const [top, height] = tall ? [19, 24] : [8, 12]
  // Below the quorum's label, into which the end of the axis would run on a phone.
  const endsLower = geometry.quorum !== null
  return (
    <svg className="chart" height={tall ? (endsLower ? 84 : 68) : 28} role="img" aria-label={label}>
      <rect className="track" y={top} width="100%" height={height} />
      {geometry.segments.map(({ choice, x, width }) => (
        <rect key={choice} className={FILL[choice]} x={`${x}%`} y={top} width={`${width}%`} height={height} />
      ))}
      {Array.from({ length: Math.max(0, cells - 1) }, (_, index) => ((index + 1) * 100) / cells).map((x) => (
        <Gap key={x} x={x} top={top - 1} bottom={top + height + 1} width={tall ? 3 : 2} />
      ))}
      {geometry.quorum !== null && <LowerMark x={geometry.quorum} tall={tall} label={marks?.quorum} />}
      {geometry.forNeeded !== null && <UpperMark x={geometry.forNeeded} tall={tall} label={marks?.forNeeded} />}
      {marks && (
        <text x="100%" y={endsLower ? 79 : 63} textAnchor="end" className="q wider">
          {marks.end}
        </text>
      )}
    </svg>
  )
}
