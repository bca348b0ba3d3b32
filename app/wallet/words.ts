import type { WalletRequest } from '~/domain/wallet'
import type { common as enCommon } from '~/i18n/en/common'
import type { refusal as enRefusal } from '~/i18n/en/refusal'

/** The texts that only the wallet's code shows, in one language; they come when they are needed. */
export type Words = Readonly<Record<keyof typeof enRefusal | keyof typeof enCommon, string>>

const loaders = {
  en: async () => ({ ...(await import('~/i18n/en/common')).common, ...(await import('~/i18n/en/refusal')).refusal }),
  'zh-CN': async () => ({
    ...(await import('~/i18n/zh-CN/common')).common,
    ...(await import('~/i18n/zh-CN/refusal')).refusal,
  }),
} as const satisfies Record<WalletRequest['locale'], () => Promise<Words>>

/** Loads the texts of a language. */
export const loadWords = (locale: WalletRequest['locale']): Promise<Words> => loaders[locale]()
