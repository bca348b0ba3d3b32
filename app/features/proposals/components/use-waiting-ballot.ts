import { useCallback, useEffect, useState } from 'react'
import { type Choice, choices } from '~/domain/ballot'

const read = (key: string): Choice | null => {
  try {
    const stored = localStorage.getItem(key)
    return choices.find((choice) => choice === stored) ?? null
  } catch {
    return null
  }
}

const store = (key: string, choice: Choice | null) => {
  try {
    if (choice === null) localStorage.removeItem(key)
    else localStorage.setItem(key, choice)
  } catch {
    // The device's store is full, or closed to this site: it is shown until the page is closed.
  }
}

/**
 * A ballot that other signers of the account have not signed yet; kept on this device, since they may take days. It is over
 * when the ballot counts or none can be cast.
 */
export const useWaitingBallot = (key: string, isOver: boolean) => {
  const [ballot, setBallot] = useState<Choice | null>(null)
  const keep = useCallback(
    (choice: Choice | null) => {
      store(key, choice)
      setBallot(choice)
    },
    [key],
  )
  useEffect(() => (isOver ? keep(null) : setBallot(read(key))), [key, isOver, keep])
  return { ballot, keep }
}
