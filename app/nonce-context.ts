import { createContext } from 'react'

/** The nonce of the response's content security policy; empty in the browser, which never shows it. */
export const NonceContext = createContext('')
