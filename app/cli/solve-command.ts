import { solveAllocation } from '~/domain/allocation/solve-allocation'
import { parseSolveArguments } from './solve/arguments'
import { readInput } from './solve/read-input'
import { listJsonParts, sayAllocation } from './solve/say-allocation'
import { print, requireReplaceable, writeWhole } from './solve/write-output'

/**
 * `ostrakon solve INPUT.json|INPUT.csv|- [--json] [--out FILE]`: what each tenant gets of a pool, and the levels that
 * prove it on chain. A CSV's policy comes from `--capacity N --cap-bps N --classes RESERVE:WEIGHT,…`. `--out` writes
 * the JSON to a file, whatever is printed. 0 done; 1 the input makes no sense; 3 usage. Nothing is printed or written
 * unless all is well.
 */
export const runSolve = async (args: string[]): Promise<number> => {
  const { input, json, out, policy: given } = parseSolveArguments(args)
  if (out !== null) await requireReplaceable(out)
  const { policy, tenants, requests } = await readInput(input, given)
  const outcome = { allocation: solveAllocation({ ...policy, requests }), tenants }
  if (out !== null) await writeWhole(out, listJsonParts(outcome))
  await print(json ? listJsonParts(outcome) : [sayAllocation(outcome)])
  return 0
}
