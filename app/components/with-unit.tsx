import type { ReactNode } from 'react'

/** An input with the unit of what it takes behind it. */
export const WithUnit = ({ unit, children }: { unit: string; children: ReactNode }) => (
  <div className="unit">
    {children}
    <span>{unit}</span>
  </div>
)
