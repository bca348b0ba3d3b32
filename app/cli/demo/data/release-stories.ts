import { moveRelease } from '../calls'
import { maintainer, stewards } from '../cast'
import { demoAccount } from '../keys'
import type { Story } from '../story'

const holder = (rank: number) => demoAccount(`holder ${rank}`)
const steward = (index: number) => stewards[index] ?? maintainer

/** The way of the model's releases through the stages: legacy is open, v5 gated, v6 under vote. */
export const releaseStories: Story[] = [
  {
    title: 'Let the red team test Silero VAD legacy',
    body: `The maintainer registered the **legacy** weights. This step claims their root and opens them to red teams.

- Files: 1 ONNX file, 1.8 MB
- Licence: MIT
- What changes: the release moves from *Registered* to *Red team*. Nobody gets the weights by this vote.`,
    proposer: maintainer,
    days: 69,
    calls: moveRelease('advanceToRedTeam', 1),
    tokens: { turnout: 0.5, for: 0.93, abstain: 0.03 },
    seats: 'FFFF.FF.F...',
    ending: 'executed',
  },
  {
    title: 'Move Silero VAD legacy to Gated',
    body: `Sample text of the demo: ten days in the red team are over; nothing was brought against limited access.

A voice activity detector says *whether* someone speaks, not *who* and not *what*. The misuse that testers could think of is
surveillance equipment that records only while people talk; such equipment has worked without this model for decades.`,
    proposer: maintainer,
    days: 64,
    calls: moveRelease('advanceToGated', 1),
    tokens: { turnout: 0.5, for: 0.9, abstain: 0.04 },
    seats: 'FFFFFF..FA..',
    ending: 'executed',
  },
  {
    title: 'Open the weights of Silero VAD legacy',
    body: `The weights have been public on other channels for years. Opening them here says only one thing more:
**these bytes are the ones that this DAO voted on.**

1. Check the digest of what you download against the one on chain.
2. The licence on chain is MIT.
3. Opening cannot be undone; the release can still be revoked as a warning.`,
    proposer: holder(0),
    days: 59,
    calls: moveRelease('advanceToOpen', 1),
    tokens: { turnout: 0.62, for: 0.88, abstain: 0.04 },
    seats: 'FFFFFFFAF.F.',
    ending: 'executed',
  },
  {
    title: 'Let the red team test Silero VAD v5',
    body: `The **v5** weights derive from the legacy line and handle more languages.

Its one file is 2.3 MB. Please look at false positives on non-speech sounds: downstream tools record when the model says *speech*.`,
    proposer: maintainer,
    days: 54,
    calls: moveRelease('advanceToRedTeam', 2),
    tokens: { turnout: 0.45, for: 0.95, abstain: 0.02 },
    seats: 'FFF.FFFFF..',
    ending: 'executed',
  },
  {
    title: 'Move Silero VAD v5 to Gated',
    body: 'Sample text of the demo: five days in the red team are over. Gated access would let labs measure it on their own recordings.',
    proposer: maintainer,
    days: 49,
    calls: moveRelease('advanceToGated', 2),
    tokens: { turnout: 0.48, for: 0.91, abstain: 0.05 },
    seats: 'FFFFFFBF.F.',
    ending: 'executed',
  },
  {
    title: 'Open the weights of Silero VAD v5',
    body: `Same reasons as for the legacy weights.

> Opening cannot be undone. Two stewards asked for measurements on children's voices first; they are not there yet.

If you share their doubt, vote against: the release stays gated and this can be proposed again.`,
    proposer: holder(1),
    days: 44,
    calls: moveRelease('advanceToOpen', 2),
    tokens: { turnout: 0.55, for: 0.78, abstain: 0.05 },
    seats: 'FAAFAAFFAB.',
    ending: 'defeated',
  },
  {
    title: 'Let the red team test Silero VAD v6',
    body: `Sample text of the demo: **v6** follows v5, so the same test plan is proposed.

| file | bytes |
| --- | --- |
| silero_vad_v6.onnx | 2,327,524 |`,
    proposer: maintainer,
    days: 38,
    calls: moveRelease('advanceToRedTeam', 3),
    tokens: { turnout: 0.47, for: 0.94, abstain: 0.03 },
    seats: 'FFFFFFFF.FF',
    ending: 'executed',
  },
  {
    title: 'Revoke the second registration of the legacy weights',
    body: `A second model registered the bytes of the legacy weights under another licence (Apache-2.0).

The root is already claimed by release 1, so release 4 can never advance. Revoking it keeps downstream users from
reading the wrong licence. This is a routine matter: it only takes away.`,
    proposer: steward(3),
    days: 34,
    calls: moveRelease('revoke', 4),
    tokens: { turnout: 0.4, for: 0.97, abstain: 0.02 },
    seats: 'F..F.B.F...',
    ending: 'executed',
  },
  {
    title: 'Move Silero VAD v6 to Gated',
    body: 'Sample text of the demo: eight days in the red team are over. Evaluations are not part of this vote yet; ask before you vote.',
    proposer: maintainer,
    days: 30,
    calls: moveRelease('advanceToGated', 3),
    tokens: { turnout: 0.5, for: 0.92, abstain: 0.03 },
    seats: 'FFFFFFFFF.F.',
    ending: 'executed',
  },
  {
    title: 'Revoke Silero VAD v5',
    body: `Sample text of the demo: v6 exists, so this proposal takes v5 out of use.

A revocation is a warning that something is *wrong* with a release. That something newer exists is no such reason, say those who object.`,
    proposer: holder(5),
    days: 19,
    calls: moveRelease('revoke', 2),
    tokens: { turnout: 0.5, for: 0.61, abstain: 0.05 },
    seats: 'AAFAAAA.AFAA',
    ending: 'defeated',
  },
  {
    title: 'Open the weights of Silero VAD v6',
    body: `## What is asked
Move release 3 (**Silero VAD v6**, MIT) from *Gated* to *Open*. This is a charter matter: both houses must agree, and it cannot be undone.

## What is known
Sample text of the demo.

- One ONNX file of 2,327,524 bytes; its SHA-256 is on chain and is shown on the release's page.
- In this demo's history it has been Gated for three weeks.
- Nothing here was measured: whoever has measured it is asked to say so in a reason.

## What speaks against it
Copies of open weights cannot be called back.

## After the vote
If it passes, anyone can queue it, and after the delay anyone can execute it. Check your download with its digest.`,
    proposer: maintainer,
    days: 1.2,
    calls: moveRelease('advanceToOpen', 3),
    tokens: { turnout: 0.5, for: 0.86, abstain: 0.04 },
    seats: '....FFFFFFFA',
    ending: 'active',
  },
  {
    title: 'Let the red team test the pair of v5 and v6',
    body: `Release 6 holds v5 and v6 under one manifest, for tools that choose between them by the device.

It adds no new bytes; what it needs before *Gated* is an evaluation of its licence.`,
    proposer: maintainer,
    days: 5.7,
    calls: moveRelease('advanceToRedTeam', 6),
    tokens: { turnout: 0.42, for: 0.92, abstain: 0.04 },
    seats: 'FFF.FF.FF.F.',
    ending: 'executed',
  },
  {
    title: 'Let the red team test the collection of all three weights',
    body: 'Release 5 holds the three files under one manifest, so that a downstream packager can verify them in one go. It adds no new bytes.',
    proposer: holder(4),
    days: 2.6,
    calls: moveRelease('advanceToRedTeam', 5),
    tokens: { turnout: 0.3, for: 0.83, abstain: 0.08 },
    seats: '....F.F..B..',
    ending: 'active',
  },
]
