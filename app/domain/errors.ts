type AppErrorOptions = { cause?: unknown; retryable?: boolean }

/**
 * The one error class of the app. `code` is stable and snake_case, `message` says what failed, with which value, and
 * what to do next; `retryable` marks what may succeed when tried again unchanged.
 */
export class AppError extends Error {
  readonly code: string
  readonly retryable: boolean

  constructor(code: string, message: string, { cause, retryable = false }: AppErrorOptions = {}) {
    super(message, cause === undefined ? undefined : { cause })
    this.name = 'AppError'
    this.code = code
    this.retryable = retryable
  }
}
