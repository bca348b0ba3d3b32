import { sha256, stringToBytes } from 'viem'

/** Sample reports: what a report's digest on chain stands for in the demo. Nobody measured anything. */
const reports = {
  'legacy licence': `Sample text of the demo, not a report of a real evaluation.

Release: Silero VAD legacy. Kind: licence and data provenance.
The package that carries the file names the MIT licence; the licence on chain is MIT too.
Verdict: pass.`,
  'v5 safeguards, first': `Sample text of the demo, not a report of a real evaluation.

Release: Silero VAD v5. Kind: safeguards.
The test recordings of this report turned out to be of another sampling rate than the model expects.
Verdict: fail (taken back later for that reason).`,
  'v5 licence': `Sample text of the demo, not a report of a real evaluation.

Release: Silero VAD v5. Kind: licence and data provenance.
The package that carries the file names the MIT licence; the licence on chain is MIT too.
Verdict: pass.`,
  'copy licence': `Sample text of the demo, not a report of a real evaluation.

Release: copy of legacy. Kind: licence and data provenance.
The bytes are those of Silero VAD legacy, whose package names the MIT licence; the licence on chain says Apache-2.0.
Verdict: fail.`,
  'v6 autonomy': `Sample text of the demo, not a report of a real evaluation.

Release: Silero VAD v6. Kind: autonomy.
The evaluator found no description of how the model would behave as an agent.
Verdict: fail (overruled: a voice activity detector does not act).`,
  'v6 licence': `Sample text of the demo, not a report of a real evaluation.

Release: Silero VAD v6. Kind: licence and data provenance.
The package that carries the file names the MIT licence; the licence on chain is MIT too.
Verdict: pass.`,
  'v5 safeguards': `Sample text of the demo, not a report of a real evaluation.

Release: Silero VAD v5. Kind: safeguards.
Measurements on children's voices, which two stewards asked for, are still missing.
Verdict: fail.`,
} as const

export type ReportName = keyof typeof reports

/** SHA-256 of a sample report. */
export const digestReport = (name: ReportName) => sha256(stringToBytes(reports[name]))
