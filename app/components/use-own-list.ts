import { useState } from 'react'
import type { Address } from 'viem'
import { fillText } from '~/i18n/fill-text'
import type { ActStatus } from './act-notice'
import { sendJson } from './send-json'
import { useAct, type WalletProps } from './use-act'

type Sent = Parameters<typeof sendJson>[1]

/** What useOwnList gives; `list` is null until it was opened, `error` says why something was refused. */
export type OwnList<Item> = {
  status: ActStatus
  busy: boolean
  list: readonly Item[] | null
  error: string | null
  /** Asks below the list's path for what a session may; null where it was refused. */
  ask: <Data>(below: string, sent: Sent) => Promise<Data | null>
  read: () => Promise<void>
  /** Connects a wallet, or signs in with it and reads the list. */
  open: () => Promise<void>
}

type Given = WalletProps & {
  viewer: Address | null
  /** `{detail}` stands for the API's words. */
  refused: string
}

/** A list that is the reader's own, which the portal shows after a sign-in by wallet. */
export const useOwnList = <Item>(path: string, { viewer, refused, ...props }: Given): OwnList<Item> => {
  const { status, busy: asking, connect, signIn } = useAct(props, viewer, false)
  const [list, setList] = useState<readonly Item[] | null>(null)
  const [error, setError] = useState<string | null>(null)
  const [sending, setSending] = useState(false)

  const ask = async <Data>(below: string, sent: Sent): Promise<Data | null> => {
    setSending(true)
    const answer = await sendJson<Data>(`${path}${below}`, sent)
    setSending(false)
    setError(answer.ok ? null : fillText(refused, { detail: answer.detail }))
    if (!answer.ok && answer.code === 'unauthenticated') setList(null)
    return answer.ok ? answer.data : null
  }

  const read = async () => {
    const items = await ask<Item[]>('', { method: 'GET' })
    if (items !== null) setList(items)
  }

  const open = async () => {
    if (viewer === null) await connect()
    else if ((await signIn()).ok) await read()
  }

  return { status, busy: asking || sending, list, error, ask, read, open }
}
