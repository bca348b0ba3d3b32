import { type Address, getAddress, isAddressEqual } from 'viem'
import { listStatementRows, type StatementRow, storeStatement } from '#db/queries/delegate-statements.server'
import { buildDelegateStatement } from '~/domain/delegate-statement'
import { AppError } from '~/domain/errors'
import { type Paging, readNumbered } from '~/http/cursor'
import { toMoment, toTime } from '~/http/present'
import type { One } from '~/http/shapes'
import { getServices, withView } from '~/services.server'
import { getPlace, readHead, requireSigned } from '~/signatures.server'
import { getDelegate } from './read.server'
import type { ShownStatement, StatementBody, Statements } from './statement-schema'

/** Statements that one account may make, the last taking-back aside. */
const MOST_STATEMENTS = 100

const show = (delegate: Address, row: StatementRow): ShownStatement => ({
  text: row.text,
  interests: row.interests,
  issuedAt: toTime(Math.floor(row.issued_at / 1_000)),
  signed: {
    message: { delegate, text: row.text, interests: row.interests, issuedAt: row.issued_at },
    signature: row.signature,
    by: row.signed_by,
    received: toMoment(row.received_time, row.received_block),
  },
})

/** What a delegate says of itself, and a page of all that it ever did; `fresh` what was just said, too. Throws `delegate_unknown`. */
export const getStatements = async (
  account: Address,
  filters: Paging = {},
  options: { fresh?: boolean } = {},
): Promise<One<Statements>> => {
  await getDelegate(account)
  return withView(async (view) => {
    const asked = { delegate: account, from: null, backwards: false, limit: 1 }
    const [newest] = await listStatementRows(view.sql, asked)
    const { rows, page } = await readNumbered(filters, {
      height: view.cursor.number,
      list: (given) => listStatementRows(view.sql, { ...given, delegate: account }),
      idOf: ({ issued_at }) => issued_at,
    })
    const accountOf = await view.loadAccounts([account])
    return {
      data: {
        account: accountOf(account),
        current: newest === undefined || newest.text === '' ? null : show(account, newest),
        history: rows.map((row) => show(account, row)),
        page,
      },
      asOf: await view.asOf([]),
    }
  }, options)
}

/**
 * Stores what a delegate signed of itself. Throws `delegate_unknown`, `invalid_signature`, `message_outdated` and
 * `limit_reached`.
 */
export const putStatement = async (
  account: Address,
  { message, signature }: StatementBody,
): Promise<{ isNew: boolean; answer: One<Statements> }> => {
  await getDelegate(account)
  if (!isAddressEqual(message.delegate, account)) {
    const text = `The message is of ${message.delegate}, the address of ${account}: send it to its own.`
    throw new AppError('invalid_signature', text)
  }
  const delegate = getAddress(message.delegate)
  const head = await readHead()
  const typedData = buildDelegateStatement(await getPlace(), { ...message, delegate })
  const { issuedAt, text, interests } = message
  const receipt = await requireSigned({ account: delegate, typedData, signature, head, issuedAt })
  const { writer } = await getServices()
  const stored = await storeStatement(writer, { delegate, text, interests, issuedAt, receipt }, MOST_STATEMENTS)
  if (stored === 'outdated') {
    const reason = `A statement of ${delegate} is here that was not issued before ${issuedAt}: sign a later one.`
    throw new AppError('message_outdated', reason)
  }
  if (stored === 'limit') {
    throw new AppError('limit_reached', `${delegate} has made ${MOST_STATEMENTS} statements: the last one stands.`)
  }
  return { isNew: stored === 'new', answer: await getStatements(account, {}, { fresh: true }) }
}
