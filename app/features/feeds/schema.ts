import { z } from 'zod'
import { timeSchema } from '~/http/shapes'

/** JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1), as far as it is used here. */
export const jsonFeedSchema = z
  .strictObject({
    version: z.literal('https://jsonfeed.org/version/1.1'),
    title: z.string(),
    home_page_url: z.url(),
    feed_url: z.url(),
    language: z.literal('en'),
    authors: z.array(z.strictObject({ name: z.string() })),
    items: z.array(
      z.strictObject({
        id: z.string().meta({ description: 'The same for ever, and for every portal of the deployment.' }),
        url: z.url(),
        title: z.string().meta({ description: 'Holds what people wrote: plain text, never markup.' }),
        content_text: z.string(),
        date_published: timeSchema,
        tags: z.array(z.string()),
      }),
    ),
  })
  .meta({ id: 'JsonFeed' })
