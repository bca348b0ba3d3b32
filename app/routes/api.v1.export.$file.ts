import type { LoaderFunctionArgs } from '@remix-run/node'
import type { z } from 'zod'
import { answerFile } from '~/api.server'
import { endpoints } from '~/endpoints.server'
import { exportTable, type Table } from '~/export.server'
import { writeAllocations } from '~/features/compute/export.server'
import { indexTables } from '~/features/exports/tables.server'
import { marketTables } from '~/features/market/export.server'
import { writeParameters } from '~/features/parameters/export.server'

const tables: Record<z.output<typeof endpoints.exports.params>['file'], Table> = {
  ...indexTables,
  ...marketTables,
  'allocations.csv': writeAllocations,
  'parameters.csv': writeParameters,
}

export const loader = (args: LoaderFunctionArgs) =>
  answerFile(endpoints.exports, args, ({ params }) => exportTable(params.file.slice(0, -4), tables[params.file]))

export const action = loader
