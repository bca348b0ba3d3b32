import type { Address, Hex } from 'viem'
import { listPartyKinds, listPoolNames, listTermsRows, type TermsRow } from '#db/queries/market.server'
import {
  type AttributeRow,
  type AuditorRow,
  listAttributeRows,
  listAuditorRows,
  listOperatorRows,
} from '#db/queries/providers.server'
import { AppError } from '~/domain/errors'
import { toMoment, toMoney, toParty } from '~/http/present'
import type { Account, Money, Party, PoolRef } from '~/http/shapes'
import type { View } from '~/services.server'
import type { AttributeRef, AuditorRef, Occurrence, Payer, ProviderRef } from './schema/parts'

/** What every part of the market is shown with: names of pools, parties, auditors, attributes, providers and accounts. */
export type Shared = {
  view: View
  auditors: readonly AuditorRow[]
  attributes: readonly AttributeRow[]
  /** Every version, in their order. */
  terms: readonly TermsRow[]
  accountOf: (address: Address) => Account
  poolOf: (id: bigint) => PoolRef
  /** Null for 0, which is no party. */
  partyOf: (id: bigint) => Party | null
  providerOf: (id: bigint) => ProviderRef
  auditorOf: (id: number) => AuditorRef | null
  attributesOf: (bits: bigint) => AttributeRef[]
  money: (value: bigint) => Money
}

type Needed = { accounts?: readonly Address[]; parties?: readonly bigint[]; providers?: readonly bigint[] }

const missing = (what: string, id: bigint | number) =>
  new AppError('index_inconsistent', `${what} ${id} is named by the market, but not indexed.`)

/** Looks up everything that occurs at once. */
export const loadShared = async (
  view: View,
  { accounts = [], parties = [], providers = [] }: Needed,
): Promise<Shared> => {
  const { sql, rules } = view
  const pools = new Map((await listPoolNames(sql)).map(({ pool, name }) => [pool, name]))
  const auditors = await listAuditorRows(sql)
  const attributes = await listAttributeRows(sql)
  const terms = await listTermsRows(sql)
  const kinds = new Map((await listPartyKinds(sql, parties)).map((row) => [row.party, row.party_kind]))
  const operators = new Map(
    (await listOperatorRows(sql, [...new Set(providers)])).map((row) => [row.provider_id, row.operator]),
  )
  const accountOf = await view.loadAccounts([
    ...accounts,
    ...operators.values(),
    ...auditors.map(({ account }) => account),
  ])
  return {
    view,
    auditors,
    attributes,
    terms,
    accountOf,
    poolOf: (id) => {
      const name = pools.get(id)
      if (name === undefined) throw missing('Pool', id)
      return { id: String(id), name }
    },
    partyOf: (id) => (id === 0n ? null : toParty(id, kinds.get(id) ?? 0)),
    providerOf: (id) => {
      const operator = operators.get(id)
      if (operator === undefined) throw missing('Provider', id)
      return { id: String(id), operator: accountOf(operator) }
    },
    auditorOf: (id) => {
      const row = auditors.find((one) => one.auditor_id === id)
      return row === undefined ? null : { id, account: accountOf(row.account), appointed: row.appointed }
    },
    attributesOf: (bits) =>
      attributes
        .filter(({ attribute }) => ((bits >> BigInt(attribute)) & 1n) === 1n)
        .map(({ attribute: id, name }) => ({ id, name })),
    money: (value) => toMoney(value, rules.money),
  }
}

/** The terms under a version; throws `index_inconsistent`. */
export const termsOf = ({ terms }: Shared, version: number): TermsRow => {
  const row = terms.find((one) => one.version === version)
  if (row === undefined) throw missing('Version of the terms', version)
  return row
}

/** The terms of orders placed now; throws `index_inconsistent`. */
export const currentTerms = ({ terms }: Shared): TermsRow => {
  const row = terms.at(-1)
  if (row === undefined) throw missing('Version of the terms', 1)
  return row
}

type Place = { block_number: number; block_time: number; tx_hash: Hex }

export const toOccurrence = ({ block_number, block_time, tx_hash }: Place): Occurrence => ({
  at: toMoment(block_time, block_number),
  transaction: tx_hash,
})

/** The same where it may not have happened. */
export const toOccurrenceOrNull = (
  time: number | null,
  block: number | null,
  transaction: Hex | null,
): Occurrence | null => (time === null || transaction === null ? null : { at: toMoment(time, block), transaction })

export const toPayer = ({ pool, epoch }: { pool: bigint; epoch: number }): Payer =>
  epoch === 0 ? { kind: 'tenant', line: null } : { kind: 'budget', line: `${pool}-${epoch}` }

/** 0 is none. */
export const idOrNull = (id: bigint): string | null => (id === 0n ? null : String(id))

type Changed = { changed_block: number; changed_hash: Hex; changed_time: number }

/** The last change of something shown. */
export const changeOf = ({ changed_block, changed_hash, changed_time }: Changed) => ({
  block: changed_block,
  hash: changed_hash,
  time: changed_time,
})

/** The same of a single event. */
export const changeAt = (row: { block_number: number; block_hash: Hex; block_time: number }) => ({
  block: row.block_number,
  hash: row.block_hash,
  time: row.block_time,
})
