import { getAreaText } from '~/i18n/intl.server'
import type { Locale } from '~/i18n/locale'
import type { ActTexts } from './act-notice'

/** What every island that uses a wallet says about how far it has come. */
export const getActTexts = (locale: Locale): ActTexts => ({ progress: getAreaText(locale, 'progress') })
