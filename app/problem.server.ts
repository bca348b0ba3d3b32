import type { ProblemText } from '~/components/problem-notice'
import type { IntlShape } from '~/i18n/intl-context'

type Problem =
  | { kind: 'notFound'; path: string }
  | { kind: 'badRequest'; detail: string }
  | { kind: 'lag' | 'starting' | 'away' | 'broken' }

const describeDetail = ({ t }: IntlShape, problem: Problem): string => {
  switch (problem.kind) {
    case 'notFound':
      return t('error.notFound.detail', { path: problem.path })
    case 'badRequest':
      return problem.detail
    default:
      return t(`error.${problem.kind}.detail`)
  }
}

/** What the reader is told: what failed, with which value, and what to do next. */
export const describeProblem = (intl: IntlShape, problem: Problem): ProblemText => ({
  title: intl.t(`error.${problem.kind}.title`),
  detail: describeDetail(intl, problem),
  next: intl.t(`error.${problem.kind}.next`),
  links: [
    { href: '/proposals', name: intl.t('error.home') },
    { href: '/status', name: intl.t('error.status') },
  ],
})
