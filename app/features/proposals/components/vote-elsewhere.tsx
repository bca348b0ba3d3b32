import type { VoteCardData } from './vote-card-props'

type VoteElsewhereProps = Pick<VoteCardData, 'commands'> & {
  texts: Pick<VoteCardData['texts'], 'elsewhere' | 'elsewhereNote' | 'noScript'>
}

/** The same ballot with a stock tool: nobody needs this portal to vote. */
export const VoteElsewhere = ({ commands, texts }: VoteElsewhereProps) => (
  <>
    <noscript>
      <p className="note">{texts.noScript}</p>
    </noscript>
    <details>
      <summary>{texts.elsewhere}</summary>
      <p className="note">{texts.elsewhereNote}</p>
      {commands.map((command) => (
        <pre key={command} className="raw">
          {command}
        </pre>
      ))}
    </details>
  </>
)
