type LogLevel = 'debug' | 'info' | 'warn' | 'error'

/** One line for the operator, without a level or a time: the caller adds those. */
export type Log = (level: LogLevel, line: string) => void
