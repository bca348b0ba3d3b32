import { type Columns, writeCsv } from '~/http/csv'
import type { View } from '~/services.server'
import { readParameters } from './read.server'
import type { Parameter } from './schema'

const columns: Columns<Parameter> = {
  key: ({ key }) => key,
  contract: ({ contract }) => contract,
  value: ({ value }) => value,
  unit: ({ unit }) => unit,
  symbol: ({ symbol }) => symbol,
  decimals: ({ decimals }) => decimals,
  min: ({ bounds }) => bounds?.min ?? null,
  max: ({ bounds }) => bounds?.max ?? null,
  changeable: ({ changeable }) => changeable,
  set_by: ({ setBy }) => setBy.how,
  proposal: ({ setBy }) => setBy.proposal?.id ?? null,
  set_at: ({ setBy }) => setBy.at.time,
  set_in_block: ({ setBy }) => setBy.at.block,
  transaction: ({ setBy }) => setBy.transaction,
}

async function* listAll(view: View): AsyncGenerator<Parameter[]> {
  yield (await readParameters(view)).data.parameters
}

/** Every value that governs the DAO, in the order of the page. */
export const writeParameters = (view: View): AsyncGenerator<string> => writeCsv(columns, listAll(view))
