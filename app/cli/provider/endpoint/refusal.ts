/** What a request is answered that is not served; `code` is for programs, the message for people. */
export class HttpRefusal extends Error {
  readonly status: number
  readonly code: string

  constructor(status: number, code: string, message: string) {
    super(message)
    this.name = 'HttpRefusal'
    this.status = status
    this.code = code
  }
}
