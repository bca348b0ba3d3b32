/** More than these say nothing that a number does not. */
const MOST_DOTS = 24

/** So many dots, the first of them filled: how few hold more than half. */
export const Psephoi = ({ filled, all }: { filled: number; all: number }) => (
  <span className="psephoi" aria-hidden="true">
    {Array.from({ length: Math.min(all, MOST_DOTS) }, (_, index) => index).map((index) => (
      <svg key={index} viewBox="0 0 16 16" aria-hidden="true" className={index < filled ? 'on' : undefined}>
        <use href={index < filled ? '#for' : '#ring'} />
      </svg>
    ))}
  </span>
)
