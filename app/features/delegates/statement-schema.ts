import { z } from 'zod'
import { statementBounds } from '~/domain/delegate-statement'
import {
  accountSchema,
  addressSchema,
  hexSchema,
  momentSchema,
  oneOf,
  orNull,
  pageSchema,
  timeSchema,
} from '~/http/shapes'
import { proseSchema, signatureSchema, signerSchema, uint48Schema } from '~/http/signed'

/** What PUT takes: the message and its delegate's signature (EIP-712, type Statement). */
export const statementBodySchema = z
  .strictObject({
    message: z
      .strictObject({
        delegate: signerSchema,
        text: proseSchema(statementBounds.text),
        interests: proseSchema(statementBounds.interests),
        issuedAt: uint48Schema,
      })
      .refine(({ text, interests }) => text !== '' || interests === '', {
        path: ['interests'],
        message: 'stands without a text: an empty text takes all of it back',
      }),
    signature: signatureSchema,
  })
  .meta({ id: 'StatementBody', description: 'EIP-712, type Statement; issuedAt in UNIX milliseconds.' })

const statementSchema = z
  .strictObject({
    text: z.string().meta({ description: 'Markdown. Untrusted text. Empty: taken back.' }),
    interests: z.string().meta({ description: 'Interests that it declares, in Markdown. Untrusted text.' }),
    issuedAt: timeSchema,
    signed: z.strictObject({
      message: z.strictObject({
        delegate: addressSchema,
        text: z.string(),
        interests: z.string(),
        issuedAt: z.int(),
      }),
      signature: hexSchema,
      by: z.enum(['key', 'contract']),
      received: momentSchema,
    }),
  })
  .meta({ id: 'DelegateStatement' })

const statementsSchema = z
  .strictObject({
    account: accountSchema,
    current: orNull(statementSchema).meta({ description: 'null: it says nothing, or took it back.' }),
    history: z.array(statementSchema).meta({ description: 'All that it ever signed, newest first.' }),
    page: pageSchema,
  })
  .meta({ id: 'DelegateStatements' })

export const statementsOneSchema = oneOf(statementsSchema).meta({ id: 'DelegateStatementsAnswer' })

export type StatementBody = z.output<typeof statementBodySchema>
export type ShownStatement = z.infer<typeof statementSchema>
export type Statements = z.infer<typeof statementsSchema>
