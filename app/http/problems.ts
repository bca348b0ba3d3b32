/** Everything that the API refuses or fails with; the page /problems/<code> says the same to people. */
export const problems = {
  invalid_parameter: { status: 400, title: 'A parameter is not usable' },
  invalid_cursor: { status: 400, title: 'The cursor is not one of this list' },
  not_found: { status: 404, title: 'There is no such resource' },
  proposal_unknown: { status: 404, title: 'There is no such proposal' },
  delegate_unknown: { status: 404, title: 'The account never voted, held or sat' },
  model_unknown: { status: 404, title: 'There is no such model' },
  release_unknown: { status: 404, title: 'There is no such release' },
  manifest_unknown: { status: 404, title: 'The list of files is not stored here' },
  parent_unknown: { status: 404, title: 'The release has no parent to compare with' },
  pool_unknown: { status: 404, title: 'There is no such pool' },
  budget_unknown: { status: 404, title: 'There is no such budget line' },
  provider_unknown: { status: 404, title: 'There is no such provider' },
  order_unknown: { status: 404, title: 'There is no such order' },
  lease_unknown: { status: 404, title: 'There is no such lease' },
  dispute_unknown: { status: 404, title: 'There is no such dispute' },
  evaluator_unknown: { status: 404, title: 'The account was never an evaluator' },
  method_not_allowed: { status: 405, title: 'The resource does not take this method' },
  too_large: { status: 413, title: 'The body is too large' },
  invalid_manifest: { status: 422, title: 'The list of files is not usable' },
  invalid_allocation: { status: 422, title: 'No vote could set such a policy' },
  wrong_manifest: { status: 422, title: 'The list is of other files than the release' },
  too_many_streams: { status: 503, title: 'Too many event streams are open' },
  index_starting: { status: 503, title: 'Nothing is indexed yet' },
  index_lagging: { status: 503, title: 'The index is too far behind the chain' },
  database_unreachable: { status: 503, title: 'The database does not answer' },
  node_unreachable: { status: 503, title: 'The chain does not answer' },
  internal: { status: 500, title: 'Something failed in the server' },
} as const satisfies Record<string, { status: number; title: string }>

export type ProblemCode = keyof typeof problems

export const isProblemCode = (code: string): code is ProblemCode => Object.hasOwn(problems, code)
