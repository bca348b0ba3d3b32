import { getCookie } from '~/i18n/locale'

export const THEMES = ['system', 'light', 'dark'] as const

export type Theme = (typeof THEMES)[number]

export const parseTheme = (value: unknown): Theme | null => THEMES.find((theme) => theme === value) ?? null

/** The theme that the reader chose; `system` leaves it to the browser. */
export const getTheme = (request: Request): Theme => parseTheme(getCookie(request, 'theme')) ?? 'system'
