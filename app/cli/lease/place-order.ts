import { encodeFunctionData, type Hex, isHash, parseEventLogs } from 'viem'
import { AppError } from '~/domain/errors'
import { MOST_AUDITORS, packAttributes, packAuditors } from '~/domain/market/needs'
import { quoteName } from '~/domain/plain-text'
import { specDigest } from '~/domain/workload-spec'
import { toTime } from '~/http/present'
import { parseNumber, requireGiven } from '../chain/arguments'
import type { ChainView } from '../chain/connect'
import { marketOf } from '../chain/market-contracts'
import { type Submitted, saySubmitted, submit } from '../chain/submit'
import type { LeaseCommand, LeaseValues } from './command'
import { parseAddress, parseAmount, parseNumbers, readSpec } from './parse-values'

/** `lease order`: places an order of own money, or of a party's budget. */
export const placeOrder: LeaseCommand = async ({ view, values, account }) => {
  const wants = await readWants(view, values)
  const digest = readDigest(values, wants.units)
  const { abi } = marketOf(view).book
  const party = values.budget === undefined ? null : parseNumber(values.budget, '--budget')
  const data =
    party === null
      ? encodeFunctionData({ abi, functionName: 'placeOrder', args: [wants, digest] })
      : encodeFunctionData({ abi, functionName: 'placeBudgetOrder', args: [party, wants, digest] })
  const from = account?.address ?? parseAddress(values.as, '--as')
  const submitted = await submit(view, { contract: 'OrderBook', data, from }, account)
  const placed = await findPlaced(view, submitted)
  const about = `${wants.units} units of pool ${wants.pool} for at most ${wants.duration} s, at most ${wants.maxRate} a unit and second.`
  const sentence = placed
    ? `Order ${placed.order}: ${about} Bids until ${toTime(placed.bidUntil)}, open until ${toTime(placed.openUntil)}.`
    : about
  return { result: { ...placed, specDigest: digest, ...submitted }, sentences: [sentence, saySubmitted(submitted)] }
}

const readWants = async (view: ChainView, values: LeaseValues) => {
  const attributes = parseNumbers(values.attributes, { name: '--attributes', max: 63 })
  const auditors = parseNumbers(values.auditors, { name: '--auditors', max: 65_535 })
  if (auditors.length > MOST_AUDITORS) {
    throw new AppError('invalid_usage', `--auditors takes four at most, not ${auditors.length}.`)
  }
  return {
    pool: parseNumber(values.pool, '--pool'),
    units: parseNumber(values.units, '--units'),
    duration: parseNumber(values.duration, '--duration'),
    notice: values.notice === undefined ? await findLeastNotice(view) : parseNumber(values.notice, '--notice'),
    maxRate: parseAmount(requireGiven(values['max-rate'], '--max-rate'), '--max-rate'),
    attributes: packAttributes(attributes),
    auditorIds: packAuditors(auditors),
    releaseId: values.release === undefined ? 0 : parseNumber(values.release, '--release'),
  }
}

const findLeastNotice = async (view: ChainView): Promise<number> => {
  const { book } = marketOf(view)
  const version = await view.client.readContract({ ...book, functionName: 'termsVersion' })
  return (await view.client.readContract({ ...book, functionName: 'termsOf', args: [version] })).minNotice
}

const readDigest = (values: LeaseValues, units: number): Hex => {
  const given = values['spec-digest']
  if (given !== undefined) {
    if (isHash(given)) return given
    throw new AppError('invalid_usage', `--spec-digest ${quoteName(given)} is no SHA-256 (0x and 64 digits).`)
  }
  const { spec } = readSpec(requireGiven(values.spec, '--spec FILE, or --spec-digest HEX,'))
  if (spec.limits.gpus <= units) return specDigest(spec)
  throw new AppError('invalid_usage', `The spec wants ${spec.limits.gpus} units, --units is ${units}: order as many.`)
}

const findPlaced = async (view: ChainView, submitted: Submitted) => {
  if (!submitted.sent) return null
  const { logs } = await view.client.getTransactionReceipt({ hash: submitted.transaction })
  const [placed] = parseEventLogs({ abi: marketOf(view).book.abi, eventName: 'OrderPlaced', logs })
  if (!placed) return null
  const { orderId, bidUntil, openUntil } = placed.args
  return { order: String(orderId), bidUntil, openUntil }
}
