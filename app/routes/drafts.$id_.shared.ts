import type { LoaderFunctionArgs } from '@remix-run/node'
import { answerShared } from '~/draft-reader.server'
import { buildDraftView } from '~/draft-view.server'

/** What the page of a draft holds, for a script that sends the token of the draft's link in the header Draft-Share. */
export const loader = (args: LoaderFunctionArgs) => answerShared(args, buildDraftView)
