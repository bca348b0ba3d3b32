import { z } from 'zod'
import { MOST_ACTIONS } from '~/http/calls'
import {
  accountSchema,
  addressSchema,
  amountSchema,
  decimalSchema,
  hashSchema,
  hexSchema,
  oneOf,
  orNull,
  pageSchema,
  tierSchema,
  timeSchema,
} from '~/http/shapes'
import { proseSchema, wordSchema } from '~/http/signed'
import { draftActionSchema, TEXT_MAX, TITLE_MAX } from './schema'

const visibilitySchema = z
  .enum(['private', 'link', 'public'])
  .meta({ id: 'DraftVisibility', description: 'private: for its author. link: for whoever sends its token, too.' })

/** What POST and PUT take: all of a draft. */
export const draftBodySchema = z
  .strictObject({
    title: proseSchema(TITLE_MAX).refine((title) => !/[\r\n]/.test(title), 'holds a line break'),
    text: proseSchema(TEXT_MAX),
    actions: z.array(draftActionSchema).max(MOST_ACTIONS, `holds more than ${MOST_ACTIONS} actions`),
    visibility: visibilitySchema,
  })
  .meta({ id: 'DraftBody', description: 'A whole draft; words and actions may still be missing.' })

/** What PUT takes of a sponsor: what it agrees to. */
export const sponsorBodySchema = z
  .strictObject({ digest: wordSchema })
  .meta({ id: 'DraftSponsorBody', description: 'The digest of the newest revision.' })

/** What names a revision. */
export const revisionFields = {
  revision: z.int().min(1).meta({ description: 'Counts from 1.' }),
  digest: hashSchema.meta({
    description: 'SHA-256 of the canonical JSON (RFC 8785) of actions, calls, salt, text and title of the revision.',
  }),
}

const etagSchema = z.string().meta({ description: 'The ETag: what PUT takes in If-Match.' })

const untrusted = { description: 'Untrusted text.' }

const summaryFields = {
  id: decimalSchema,
  author: addressSchema,
  visibility: visibilitySchema,
  ...revisionFields,
  title: z.string().meta(untrusted),
  created: timeSchema,
  changed: timeSchema,
}

const contentFields = {
  salt: hashSchema.meta({ description: 'Random, of the draft: without it nobody can try what a digest stands for.' }),
  title: z.string().meta(untrusted),
  text: z.string().meta({ description: 'Markdown. Untrusted text.' }),
  actions: z.array(
    z
      .record(z.string(), z.string())
      .meta({ id: 'DraftAction', description: 'A kind with its fields; those left empty are left out.' }),
  ),
  calls: z
    .array(
      z
        .strictObject({ target: addressSchema, value: decimalSchema, calldata: hexSchema })
        .meta({ id: 'BuiltCall', description: 'A call; `value` in wei.' }),
    )
    .nullable()
    .meta({ description: 'What the actions stood for when they were saved; null where they were not complete.' }),
}

const draftSchema = z
  .strictObject({
    ...summaryFields,
    ...contentFields,
    proposal: orNull(decimalSchema).meta({ description: 'The newest proposal of exactly these words and calls.' }),
    etag: etagSchema,
  })
  .meta({ id: 'Draft' })

const savedSchema = z
  .strictObject({ id: decimalSchema, visibility: visibilitySchema, ...revisionFields, etag: etagSchema })
  .meta({ id: 'SavedDraft', description: 'What was written, without its words.' })

const revisionSummaryFields = {
  ...revisionFields,
  author: addressSchema,
  title: z.string().meta(untrusted),
  at: timeSchema,
}

const revisionSchema = z.strictObject({ ...revisionSummaryFields, ...contentFields }).meta({ id: 'DraftRevision' })

const changeOf = <Item extends z.ZodType>(item: Item) =>
  z.array(z.strictObject({ change: z.enum(['kept', 'removed', 'added']), items: z.array(item) }))

const diffSchema = z
  .strictObject({
    from: z.strictObject(revisionFields),
    to: z.strictObject(revisionFields),
    title: changeOf(z.string()),
    text: changeOf(z.string()).meta({ description: 'By lines, each with its line break. Untrusted text.' }),
    actions: changeOf(contentFields.actions.element),
    calls: changeOf(contentFields.calls.unwrap().element),
  })
  .meta({ id: 'DraftDiff', description: 'Runs of what is kept, removed and added, in the order of the text.' })

const sponsorshipFields = {
  ...revisionFields,
  current: z.boolean().meta({ description: 'false: of an earlier revision, which says something else.' }),
  at: timeSchema,
}

const sponsorsSchema = z
  .strictObject({
    ...revisionFields,
    tier: orNull(tierSchema).meta({ description: 'Derived from the calls; null where there are none yet.' }),
    threshold: amountSchema.meta({ description: 'What a proposer without a seat needs, in every tier.' }),
    sponsors: z.int().min(0).meta({ description: 'How many sponsor exactly this digest.' }),
    votes: amountSchema.meta({ description: 'What they have together now.' }),
    seats: amountSchema,
    met: z.boolean().meta({ description: 'Whether one proposer with that power could propose.' }),
    list: z.array(
      z
        .strictObject({ account: accountSchema, ...sponsorshipFields, votes: amountSchema, seats: amountSchema })
        .meta({ id: 'DraftSponsor' }),
    ),
    page: pageSchema,
  })
  .meta({ id: 'DraftSponsors' })

const sponsorshipSchema = z.strictObject(sponsorshipFields).meta({ id: 'DraftSponsorship' })

const one = <Item extends z.ZodType>(item: Item) => z.strictObject({ data: item })

export const draftListSchema = z
  .strictObject({
    data: z.array(z.strictObject(summaryFields).meta({ id: 'DraftSummary' })),
    page: pageSchema,
  })
  .meta({ id: 'DraftListAnswer' })
export const draftOneSchema = one(draftSchema).meta({ id: 'DraftAnswer' })
export const savedDraftOneSchema = one(savedSchema).meta({ id: 'SavedDraftAnswer' })
export const endedDraftSchema = one(z.null()).meta({ id: 'EndedDraftAnswer' })
export const revisionListSchema = z
  .strictObject({
    data: z.array(z.strictObject(revisionSummaryFields).meta({ id: 'DraftRevisionSummary' })),
    page: pageSchema,
  })
  .meta({ id: 'DraftRevisionListAnswer' })
export const revisionOneSchema = one(revisionSchema).meta({ id: 'DraftRevisionAnswer' })
export const diffOneSchema = one(diffSchema).meta({ id: 'DraftDiffAnswer' })
export const sponsorsOneSchema = oneOf(sponsorsSchema).meta({ id: 'DraftSponsorsAnswer' })
export const sponsorshipOneSchema = one(orNull(sponsorshipSchema)).meta({ id: 'DraftSponsorshipAnswer' })
export const shareOneSchema = one(
  z.strictObject({
    token: z
      .string()
      .nullable()
      .meta({ description: 'Shown this once; null where the answer is repeated, or it ended.' }),
  }),
).meta({ id: 'DraftShareAnswer' })

export type DraftBody = z.output<typeof draftBodySchema>
export type DraftSummary = z.infer<typeof draftListSchema>['data'][number]
export type KeptDraft = z.infer<typeof draftSchema>
export type SavedDraft = z.infer<typeof savedSchema>
export type DraftRevisionSummary = z.infer<typeof revisionListSchema>['data'][number]
export type DraftRevision = z.infer<typeof revisionSchema>
export type DraftDiff = z.infer<typeof diffSchema>
export type DraftSponsors = z.infer<typeof sponsorsSchema>
export type DraftSponsorship = z.infer<typeof sponsorshipSchema>
