import type { ReactNode } from 'react'

type Column<Row> = {
  name: string
  numeric?: boolean
  /** The label at phone width, where the header row is gone; the column's name unless given, none if empty. */
  label?: string
  cell: (row: Row) => ReactNode
}

type FoldTableProps<Row> = {
  caption: ReactNode
  /** The first column names the row. */
  columns: [Column<Row>, ...Column<Row>[]]
  rows: Row[]
  rowKey: (row: Row) => string
  /** What a row is called in the address, after `#`. */
  rowId?: (row: Row) => string
}

/** A table whose rows become a title with labelled values at phone width. */
export const FoldTable = <Row,>({ caption, columns, rows, rowKey, rowId }: FoldTableProps<Row>) => {
  const [head, ...rest] = columns
  return (
    <table className="fold">
      <caption>{caption}</caption>
      <thead>
        <tr>
          {columns.map(({ name, numeric }) => (
            <th key={name} scope="col" className={numeric ? 'num' : undefined}>
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={rowKey(row)} id={rowId?.(row)}>
            <th scope="row">{head.cell(row)}</th>
            {rest.map(({ name, numeric, label, cell }) => (
              <td key={name} data-l={label ?? name} className={numeric ? 'num' : undefined}>
                {cell(row)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
