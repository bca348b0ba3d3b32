import {
  appointCouncil,
  mintTokens,
  sendEther,
  setCharterQuorum,
  setQuorum,
  setThreshold,
  setVotingPeriod,
} from '../calls'
import { applicant, faucet, guardian, stewards } from '../cast'
import { demoAccount } from '../keys'
import type { Story } from '../story'

const holder = (rank: number) => demoAccount(`holder ${rank}`)
const steward = (index: number) => stewards[index] ?? holder(0)
const DAY = 86_400

/** Settings, council, supply: the charter. `end` is the UNIX second at which the history ends. */
export const charterStories = (end: number): Story[] => [
  {
    title: 'Lower the proposal threshold to 2,000 OST',
    body: 'More people could propose. Against it: reading proposals is what costs time here, and stewards can already propose without tokens.',
    proposer: holder(12),
    days: 65,
    calls: setThreshold('2000'),
    tokens: { turnout: 0.5, for: 0.38, abstain: 0.05 },
    seats: 'A.FAA.FB.A.',
    ending: 'defeated',
  },
  {
    title: 'Test of rendering: what a hostile description may do',
    body: `This proposal exists to see that a description cannot act in a reader's browser. Nothing of it should run.

<script>document.title = 'owned'</script>
<img src=x onerror="document.title = 'owned'">
<iframe src="https://example.org"></iframe>

[a link that must not work](javascript:document.title='owned') and [a data link](data:text/html,<script>1</script>)

<a href="https://example.org" onclick="document.title='owned'" style="position:fixed;inset:0">a cover over the page</a>

Right-to-left override: \u202egnp.exe\u202c and a plain **bold** word, so that formatting still works.`,
    proposer: holder(14),
    days: 60,
    calls: setVotingPeriod(4 * DAY),
    tokens: { turnout: 0.45, for: 0.12, abstain: 0.3 },
    seats: 'AABA.AAB.A.',
    ending: 'defeated',
  },
  {
    title: 'Raise the quorum to 14 %',
    body: 'Turnout has been above 20 % so far. The second house fears that routine revocations could then fail for want of voters when speed matters.',
    proposer: holder(18),
    days: 58,
    calls: setQuorum(1400n),
    tokens: { turnout: 0.55, for: 0.74, abstain: 0.05 },
    seats: 'AAFAAFA.AA.',
    ending: 'defeated',
  },
  {
    title: 'Mint 1,000,000 OST for a grants pool',
    body: 'Withdrawn by its proposer: the token cannot be minted before a year has passed, so this could never have been executed.',
    proposer: holder(10),
    days: 51,
    calls: mintTokens(faucet.address, '1000000'),
    tokens: { turnout: 0, for: 0, abstain: 0 },
    seats: '............',
    ending: 'withdrawn',
  },
  {
    title: 'Appoint the guardian council for another term',
    body: `The council's first term ends in a few weeks. The account stays the same, the term is 80 days.

The council can cancel a proposal and nothing else today; it expires by itself.`,
    proposer: steward(0),
    days: 40,
    // Counted from the end of the history, so that the council is there for whoever opens the demo.
    calls: appointCouncil(guardian.address, end + 50 * DAY),
    tokens: { turnout: 0.58, for: 0.87, abstain: 0.05 },
    seats: 'FFFFFFFFF.F.',
    ending: 'executed',
  },
  {
    title: 'Send the treasury to a new address',
    body: 'The council canceled this: its one action calls an unverified account, and its text names no reason.',
    proposer: holder(16),
    days: 28,
    calls: sendEther(applicant('unverified'), '10'),
    tokens: { turnout: 0.22, for: 0.3, abstain: 0.02 },
    seats: 'A..A..A.A...',
    ending: 'stopped',
  },
  {
    title: 'Mint 2,000,000 OST for early contributors',
    body: 'Two percent of the supply, the most that a year allows. Voters asked who would receive it.',
    proposer: holder(13),
    days: 21,
    calls: mintTokens(applicant('contributors'), '2000000'),
    tokens: { turnout: 0.6, for: 0.27, abstain: 0.06 },
    seats: 'AA.AAAAFA.A.',
    ending: 'defeated',
  },
  {
    title: 'Raise the proposal threshold to 12,000 OST',
    body: 'Three proposals in a month came from one account just above the threshold. 12,000 OST is 0.012 % of the supply.',
    proposer: holder(0),
    days: 15,
    calls: setThreshold('12000'),
    tokens: { turnout: 0.61, for: 0.81, abstain: 0.04 },
    seats: 'FFFFFFFFAF.F',
    ending: 'executed',
  },
  {
    title: 'Lower the quorum to 8 %',
    body: 'Proposed in a week of holidays; too few people voted for it to count.',
    proposer: holder(15),
    days: 14,
    calls: setQuorum(800n),
    tokens: { turnout: 0.06, for: 0.8, abstain: 0.05 },
    seats: 'F..A.F......',
    ending: 'defeated',
  },
  {
    title: 'Lengthen the vote to four days',
    body: 'A day more for those who read on weekends only. Passed, queued, and ready for whoever executes it.',
    proposer: steward(5),
    days: 5,
    calls: setVotingPeriod(4 * DAY),
    tokens: { turnout: 0.57, for: 0.83, abstain: 0.05 },
    seats: 'FFFFFFF.FA..',
    ending: 'executable',
  },
  {
    title: 'Raise the charter quorum to 18 %',
    body: `Charter matters cannot be undone, so more voters should stand behind them.

The last ballots turned the result within the final hour: **only votes against are accepted** until the objection period ends.`,
    proposer: steward(8),
    days: 3.005,
    calls: setCharterQuorum(1800n),
    tokens: { turnout: 0.6, for: 0.72, abstain: 0.05 },
    seats: '....FFFFFFFF',
    ending: 'objection',
  },
  {
    title: 'Mint 500,000 OST for red-team rewards',
    body: 'Red teams work unpaid so far. This would pay them from new supply as soon as the token may be minted again; the objection is that compute budgets will be able to do so without minting.',
    proposer: holder(1),
    days: 0.5,
    calls: mintTokens(applicant('red team rewards'), '500000'),
    tokens: { turnout: 0.28, for: 0.4, abstain: 0.1 },
    seats: '....AA.F....',
    ending: 'active',
  },
]
