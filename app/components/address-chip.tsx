type AddressChipProps = { value: string; href?: string }

/** 4 + 4 digits of an address or a hash, for a text that cannot hold all of it. */
export const shorten = (value: string): string => `${value.slice(0, 6)}…${value.slice(-4)}`

/** The same, with the whole of it in the title; beside a kind or a name, never alone. */
export const AddressChip = ({ value, href }: AddressChipProps) =>
  href === undefined ? (
    <span className="addr" title={value}>
      {shorten(value)}
    </span>
  ) : (
    <a className="addr" href={href} title={value}>
      {shorten(value)}
    </a>
  )
