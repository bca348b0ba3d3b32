import type { Hex } from 'viem'
import { grantAccess } from '../calls'
import { stewards } from '../cast'
import { demoAccount, demoWallet } from '../keys'
import type { Story } from '../story'

const DAY = 86_400

/** Access to the sealed weights; `recipient` is the key of the grantee, `end` the UNIX second of the history's end. */
export const custodyStories = (recipient: Hex, end: number): Story[] => [
  {
    title: 'Grant access to the sealed weights of Silero VAD v6',
    body: `Sample text of the demo. Five stewards hold shares of the key of v6; any three of them rebuild it.

This grant lets them give their shares to one account until it expires. *Expiry stops further shares and takes nothing
back*: whoever has three shares can keep what they open.`,
    proposer: stewards[4] ?? demoAccount('holder 0'),
    days: 18,
    // The reader holds this key: `ostrakon verify --as` can be tried with it.
    calls: grantAccess({ seal: 1, grantee: demoWallet(6).address, recipient, until: end + 10 * DAY }),
    tokens: { turnout: 0.5, for: 0.9, abstain: 0.04 },
    seats: 'FFFFFF.FBF..',
    ending: 'executed',
  },
]
