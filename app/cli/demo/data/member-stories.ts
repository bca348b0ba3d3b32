import { admitParties, admitParty, admitSteward, removeSeat, setCapacities } from '../calls'
import { applicant, kinds, stewards } from '../cast'
import { demoAccount } from '../keys'
import type { Story } from '../story'

const holder = (rank: number) => demoAccount(`holder ${rank}`)
const steward = (index: number) => stewards[index] ?? holder(0)

/** Who becomes a party, and who sits in the second house. */
export const memberStories: Story[] = [
  {
    title: 'Admit a university as a party',
    body: 'The applicant tests speech models in its courses and will send reports. Kind: university. A party may register models and, later, ask for compute; it votes with nothing by itself.',
    proposer: steward(1),
    days: 68,
    calls: admitParty(applicant('university 1'), kinds.university),
    tokens: { turnout: 0.42, for: 0.96, abstain: 0.02 },
    seats: 'FFFFFF.F...',
    ending: 'executed',
  },
  {
    title: 'Admit two GPU providers as parties',
    body: 'Both offer audited units in two regions. Admission says who they are; stakes and audits come before any lease.',
    proposer: steward(2),
    days: 55,
    calls: admitParties([applicant('provider 1'), applicant('provider 2')], kinds.provider),
    tokens: { turnout: 0.4, for: 0.89, abstain: 0.05 },
    seats: 'FFF.FBFFF..',
    ending: 'executed',
  },
  {
    title: 'Give the twelfth seat to a public-interest body',
    body: `Eleven of twelve seats are taken. Party 12, a public-interest body, asks for the vacant one in its constituency.

A vacancy makes expansion harder and blocking easier; filling it brings the second house to its full number.`,
    proposer: steward(3),
    days: 47,
    calls: admitSteward(steward(11).address, 12, 3),
    tokens: { turnout: 0.6, for: 0.9, abstain: 0.04 },
    seats: 'FFFFFFFBFF.',
    ending: 'executed',
  },
  {
    title: 'Admit a simulation tenant as a party',
    body: 'A tenant that runs robot simulation in long batches. It asks to be admitted before compute budgets begin.',
    proposer: holder(7),
    days: 42,
    calls: admitParty(applicant('simulation 1'), kinds.simulation),
    tokens: { turnout: 0.4, for: 0.84, abstain: 0.06 },
    seats: 'FF.FFF.F.F.',
    ending: 'unqueued',
  },
  {
    title: 'Admit an aggregator as a party',
    body: `An aggregator resells capacity of many small providers. Reviewers asked which of them stand behind it.

*The answer did not come in time*, so nobody executed this.`,
    proposer: holder(9),
    days: 26,
    calls: admitParty(applicant('aggregator 1'), kinds.aggregator),
    tokens: { turnout: 0.38, for: 0.72, abstain: 0.1 },
    seats: 'F.FFBFF..FB.',
    ending: 'unexecuted',
  },
  {
    title: 'End the seat of steward 6',
    body: 'The steward has not voted in four proposals. Absence is shown on its page; whether it is a reason to remove someone is for both houses.',
    proposer: holder(6),
    days: 24,
    calls: removeSeat(6n),
    tokens: { turnout: 0.5, for: 0.44, abstain: 0.12 },
    seats: 'AAFAA.ABFAAA',
    ending: 'defeated',
  },
  {
    title: 'Admit three public-interest bodies as parties',
    body: 'A consumer body, a disability-rights body and a standards body, each with reviewers of its own. Kind: public interest.',
    proposer: steward(7),
    days: 17,
    calls: admitParties(
      [1, 2, 3].map((number) => applicant(`public ${number}`)),
      kinds.publicInterest,
    ),
    tokens: { turnout: 0.44, for: 0.93, abstain: 0.03 },
    seats: 'FFFFFF.FF.F.',
    ending: 'executed',
  },
  {
    title: 'Admit a simulation tenant as a party, revised',
    body: `Revision 2 of the proposal that expired after its vote: nobody had queued it.

The applicant and its kind are unchanged. After a successful vote, **someone must press *queue***; anyone can.`,
    proposer: holder(7),
    days: 12,
    calls: admitParty(applicant('simulation 1'), kinds.simulation),
    tokens: { turnout: 0.41, for: 0.9, abstain: 0.04 },
    seats: 'FFFFF.FFF...',
    ending: 'executed',
  },
  {
    title: 'Change the seats to two per constituency',
    body: 'Eight seats decide faster than twelve. The objection: four stewards would lose their seats, and a single vacancy would weigh more.',
    proposer: holder(11),
    days: 11,
    calls: setCapacities([2, 2, 2, 2]),
    tokens: { turnout: 0.5, for: 0.35, abstain: 0.06 },
    seats: 'AAAAAFAAAAAA',
    ending: 'defeated',
  },
  {
    title: 'Admit a lab that trains speech models',
    body: 'The applicant wants to register a detector for overlapping speech. Kind: lab. Its first release would start at *Registered* like every other.',
    proposer: steward(4),
    days: 4.1,
    calls: admitParty(applicant('lab 1'), kinds.lab),
    tokens: { turnout: 0.43, for: 0.9, abstain: 0.03 },
    seats: 'FF.FFFF.FF..',
    ending: 'succeeded',
  },
  {
    title: 'Admit a fourth GPU provider as a party',
    body: 'Offers 64 units of one class. Its constituency already has three stewards; admission as a party gives no seat.',
    proposer: steward(6),
    days: 3.08,
    calls: admitParty(applicant('provider 3'), kinds.provider),
    tokens: { turnout: 0.4, for: 0.86, abstain: 0.05 },
    seats: 'FFFFFBF..F..',
    ending: 'delayed',
  },
  {
    title: '接纳一所大学为参与方',
    body: `申请方长期研究汉语与方言的语音活动检测，愿意为 v6 提供方言数据上的测试报告。

- 类别：大学
- 接纳之后：可以登记模型，以后可以申请算力；本身不带来投票权。`,
    proposer: steward(5),
    days: 2.1,
    calls: admitParty(applicant('university 2'), kinds.university),
    tokens: { turnout: 0.34, for: 0.88, abstain: 0.06 },
    seats: '....FFF..F.F',
    ending: 'active',
  },
  {
    title: 'Admit an evaluator co-operative as a party',
    body: 'A co-operative of testers asks to be admitted as a public-interest body, so that its reports can count when evaluations come.',
    proposer: holder(2),
    days: 0,
    calls: admitParty(applicant('public 4'), kinds.publicInterest),
    tokens: { turnout: 0, for: 0, abstain: 0 },
    seats: '............',
    ending: 'pending',
  },
]
