import type { en } from './en'

export type MessageKey = keyof typeof en

/** Every language has every key; the English catalogue is the list. */
export type Catalogue = Readonly<Record<MessageKey, string>>

/** The keys below `Area.`, without it: what an island of that area is handed. */
type AreaKey<Area extends string> = MessageKey extends infer Key
  ? Key extends `${Area}.${infer Name}`
    ? Name
    : never
  : never

/** Ready texts of one area; `{name}` is filled by `fillText` in the browser. */
export type AreaText<Area extends string> = Readonly<Record<AreaKey<Area>, string>>
