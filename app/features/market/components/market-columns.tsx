import type { ReactNode } from 'react'
import type { WalletProps } from '~/components/use-act'
import { MarketActs, type MarketActsData } from './market-acts'

type MarketColumnsProps = WalletProps & { data: MarketActsData; aside?: ReactNode; children: ReactNode }

/** A page of the market beside what its reader can sign. */
export const MarketColumns = ({ data, aside, children, ...props }: MarketColumnsProps) => (
  <div className="cols">
    {children}
    <aside className="side" aria-label={data.texts.title}>
      {aside}
      <MarketActs data={data} {...props} />
    </aside>
  </div>
)
