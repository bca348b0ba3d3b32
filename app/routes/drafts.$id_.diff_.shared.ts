import type { LoaderFunctionArgs } from '@remix-run/node'
import { answerShared } from '~/draft-reader.server'
import { buildDiffView } from '~/draft-view.server'

/** The same of what changed between two revisions. */
export const loader = (args: LoaderFunctionArgs) => answerShared(args, buildDiffView)
