import { getAddress } from 'viem'
import { listDraftRowsByTitle } from '#db/queries/drafts.server'
import { getServices } from '~/services.server'
import { buildDescription } from './build-description'
import { readContent, wordsOf } from './find-draft.server'

const LOOKED_AT = 5

type Call = { target: string; value: string; calldata: string }

/** As the API shows a proposal. */
type Proposed = { proposer: { address: string }; title: string; description: string; actions: readonly Call[] }

const isSame = (calls: readonly Call[] | null, actions: readonly Call[]): boolean =>
  calls !== null &&
  calls.length === actions.length &&
  calls.every(({ target, value, calldata }, index) => {
    const action = actions[index]
    const isTarget = target.toLowerCase() === action?.target.toLowerCase()
    return isTarget && value === action.value && calldata === action.calldata
  })

/**
 * The proposer's own public draft that says exactly what it proposed; null where there is none. A draft of anybody else
 * could have been made afterwards, with a history that never was.
 */
export const findDraftOf = async (proposed: Proposed): Promise<{ id: string; revision: number } | null> => {
  const { title, description, actions } = proposed
  const proposer = getAddress(proposed.proposer.address)
  const { writer } = await getServices()
  const rows = await listDraftRowsByTitle(writer, { author: proposer, title, limit: LOOKED_AT })
  const found = rows.find(({ content }) => {
    const draft = readContent(content)
    const isText = [null, proposer].some((one) => buildDescription(wordsOf(draft), one) === description)
    return isText && isSame(draft.calls, actions)
  })
  return found === undefined ? null : { id: String(found.draft_id), revision: found.revision }
}
