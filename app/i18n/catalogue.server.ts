import { en } from './en'
import type { Locale } from './locale'
import type { Catalogue } from './messages'
import { zhCN } from './zh-CN'

export const catalogues: Record<Locale, Catalogue> = { en, 'zh-CN': zhCN }
