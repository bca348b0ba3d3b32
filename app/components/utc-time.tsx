import { formatUtc } from '~/i18n/format'

/** An exact time; never broken across lines, never replaced by "in 2 days". */
export const UtcTime = ({ at }: { at: string }) => (
  <time dateTime={at} className="nowrap">
    {formatUtc(at)}
  </time>
)
