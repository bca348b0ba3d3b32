import { type Rows, rowsOf } from '~/indexer/rows'

/** What heads must say, by subject: `proposal 7 token_for` to a decimal string. */
export type Sums = ReadonlyMap<string, string>

const supports = ['against', 'for', 'abstain']
const houses = ['token', 'seat']
const zeroAddress = `0x${'0'.repeat(40)}`

/** Names of the tallies of a proposal, as in proposal_heads. */
export const tallyNames = houses.flatMap((house) => [...supports, 'voters'].map((name) => `${house}_${name}`))

/** Sums tallies, balances and newest voting powers up from rows that come in chain order. */
export const createSummer = () => {
  const amounts = new Map<string, bigint>()
  const add = (subject: string, amount: bigint) => amounts.set(subject, (amounts.get(subject) ?? 0n) + amount)
  return {
    add: (rows: Rows) => {
      for (const { proposal_id } of rowsOf(rows, 'proposals')) {
        for (const name of tallyNames) add(`proposal ${proposal_id} ${name}`, 0n)
      }
      for (const { proposal_id, house, support, weight } of rowsOf(rows, 'votes')) {
        const prefix = `proposal ${proposal_id} ${houses[Number(house)]}`
        add(`${prefix}_${supports[Number(support)]}`, weight)
        add(`${prefix}_voters`, 1n)
      }
      for (const { house, account, votes } of rowsOf(rows, 'vote_power_changes')) {
        amounts.set(`power ${houses[Number(house)]} ${account}`, votes)
      }
      for (const { sender, recipient, value } of rowsOf(rows, 'token_transfers')) {
        if (sender !== zeroAddress) add(`balance ${sender}`, -value)
        if (recipient !== zeroAddress) add(`balance ${recipient}`, value)
      }
    },
    finish: (): Sums => new Map([...amounts].map(([subject, amount]) => [subject, amount.toString()])),
  }
}
