import type { Progress } from '~/domain/wallet'
import { fillText } from '~/i18n/fill-text'
import { AlertLine } from './alert-line'

/** Where an act with the wallet stands. `indexing` is in a block that this page does not show yet. */
export type ActStatus =
  | { step: 'idle' }
  | { step: Exclude<Progress, 'cosigning'> }
  | { step: 'cosigning'; dismiss: () => void }
  | { step: 'indexing' | 'done'; block: string }
  | { step: 'refused'; message: string }

export type ActTexts = { progress: Readonly<Record<Progress | 'indexing' | 'done' | 'dismiss', string>> }

/** Says what is going on, or why it was refused; always in the page, so that screen readers hear the change. */
export const ActNotice = ({ status, texts }: { status: ActStatus; texts: ActTexts }) => (
  <>
    <p role="status" className="note">
      {status.step !== 'idle' &&
        status.step !== 'refused' &&
        fillText(texts.progress[status.step], 'block' in status ? { block: status.block } : {})}
    </p>
    {status.step === 'cosigning' && (
      <button type="button" className="link small" onClick={status.dismiss}>
        {texts.progress.dismiss}
      </button>
    )}
    <AlertLine message={status.step === 'refused' ? status.message : null} />
  </>
)
