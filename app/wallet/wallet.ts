import type { Refused, Wallet } from '~/domain/wallet'

// This file is in the first load and holds nothing but the door: the code behind it comes with the first call.
const load = () => import('~/wallet/session')

const loadFailed = (error: unknown): Refused => ({
  ok: false,
  refusal: { code: 'unreachable', detail: String(error) },
  message: String(error),
})

/** What pages hand to their islands. */
export const wallet: Wallet = {
  connect: (request) => load().then((session) => session.connectAccount(request), loadFailed),
  act: (intent, request) => {
    request.onProgress('loading')
    return load().then((session) => session.act(intent, request), loadFailed)
  },
  sign: (asked, request) => {
    request.onProgress('loading')
    return load().then((session) => session.sign(asked, request), loadFailed)
  },
  signTyped: (typedData, request) => {
    request.onProgress('loading')
    return load().then((session) => session.signTyped(typedData, request), loadFailed)
  },
  signIn: (request) => {
    request.onProgress('loading')
    return load().then((session) => session.signIn(request), loadFailed)
  },
}
