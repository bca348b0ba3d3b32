import { z } from 'zod'
import { accountSchema, decimalSchema, hashSchema, momentSchema, setBySchema } from '~/http/shapes'

export const bpsSchema = z.int().min(0).max(10_000).meta({ description: 'Basis points: hundredths of a percent.' })

export const secondsSchema = z.int().min(0).meta({ description: 'Seconds.' })

export const unitsSchema = z.int().min(0).meta({ description: 'GPUs, or CPU slots in a pool of those.' })

export const rateSchema = decimalSchema.meta({ description: 'Millionths of a base unit of money per unit and second.' })

export const placeSchema = z.strictObject({ at: momentSchema, transaction: hashSchema }).meta({ id: 'Occurrence' })

export const providerRefSchema = z
  .strictObject({ id: decimalSchema, operator: accountSchema })
  .meta({ id: 'ProviderRef', description: 'A provider is one node of one pool.' })

export const auditorSchema = z
  .strictObject({
    id: z.int(),
    account: accountSchema,
    appointed: z.boolean().meta({ description: 'False: dismissed, and none of its audits counts.' }),
    setBy: setBySchema,
  })
  .meta({ id: 'Auditor' })

export const auditorRefSchema = auditorSchema.omit({ setBy: true }).meta({ id: 'AuditorRef' })

export const attributeRefSchema = z
  .strictObject({ id: z.int().meta({ description: 'The bit.' }), name: z.string() })
  .meta({ id: 'AttributeRef' })

export const payerSchema = z
  .strictObject({
    kind: z.enum(['tenant', 'budget']),
    line: z.string().nullable().meta({ description: 'The budget line, pool and epoch: 1-42.' }),
  })
  .meta({ id: 'Payer', description: 'Who pays: the tenant, or the line of an epoch.' })

export type Payer = z.infer<typeof payerSchema>
export type Occurrence = z.infer<typeof placeSchema>
export type ProviderRef = z.infer<typeof providerRefSchema>
export type AuditorRef = z.infer<typeof auditorRefSchema>
export type AttributeRef = z.infer<typeof attributeRefSchema>
