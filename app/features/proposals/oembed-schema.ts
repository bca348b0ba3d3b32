import { z } from 'zod'

export const oembedSchema = z
  .strictObject({
    version: z.literal('1.0'),
    type: z.literal('rich'),
    provider_name: z.literal('Ostrakon'),
    provider_url: z.string(),
    title: z.string(),
    html: z.string(),
    width: z.int(),
    height: z.int(),
  })
  .meta({ id: 'Oembed', description: 'oEmbed 1.0, https://oembed.com.' })

export type Oembed = z.infer<typeof oembedSchema>
