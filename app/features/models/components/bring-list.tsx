import { useEffect, useState } from 'react'
import { fillText } from '~/i18n/fill-text'
import type { AreaText } from '~/i18n/messages'

type Step = 'known' | 'offered' | 'sending' | 'brought' | 'failed'

type BringListProps = {
  releaseId: string
  /** The canonical list, whose digest is the one on chain. */
  json: string
  texts: AreaText<'verify'>
}

/** Offers to leave the list of names and digests here, where nobody has yet, so that others see which file differs. */
export const BringList = ({ releaseId, json, texts }: BringListProps) => {
  const [step, setStep] = useState<Step>('known')
  const path = `/api/v1/releases/${releaseId}/manifest`

  useEffect(() => {
    void fetch(path, { method: 'HEAD' }).then(
      ({ status }) => setStep(status === 404 ? 'offered' : 'known'),
      () => setStep('known'),
    )
  }, [path])

  const bring = async () => {
    setStep('sending')
    const headers = { 'content-type': 'application/json' }
    const answer = await fetch(path, { method: 'PUT', headers, body: json }).catch(() => null)
    setStep(answer?.ok ? 'brought' : 'failed')
  }
  if (step === 'known') return null
  return (
    <div className="stack-2">
      <p className="note" role="status">
        {step === 'brought' ? fillText(texts.brought, { id: releaseId }) : texts.bringNote}
      </p>
      {step !== 'brought' && (
        <p>
          <button type="button" className="btn" disabled={step === 'sending'} onClick={bring}>
            {texts.bring}
          </button>
        </p>
      )}
      {step === 'failed' && (
        <p className="err" role="alert">
          {texts.bringFailed}
        </p>
      )}
    </div>
  )
}
