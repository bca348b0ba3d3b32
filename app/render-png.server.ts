import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { AppError } from '~/domain/errors'
import tokens from '~/styles/tokens.css?raw'

const require = createRequire(import.meta.url)

/** The first that has a letter draws it: Latin, Greek, Cyrillic, Devanagari; Chinese; Arabic, Hebrew and signs. */
export const listFonts = (): string[] => {
  const chinese = join(dirname(require.resolve('@embedpdf/fonts-sc')), '../fonts')
  return [
    require.resolve('@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf'),
    require.resolve('@expo-google-fonts/noto-sans/700Bold/NotoSans_700Bold.ttf'),
    join(chinese, 'NotoSansHans-Regular.otf'),
    join(chinese, 'NotoSansHans-Bold.otf'),
    require.resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf'),
    require.resolve('dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf'),
  ]
}

// React writes no double quote into text, so nothing that strangers wrote is taken for an attribute.
const ROLE = /"var\((--[\w-]+)\)"/g
const light = new Map(
  [...tokens.slice(0, tokens.indexOf('}')).matchAll(/(--[\w-]+): (#\w+);/g)].map(([, role = '', colour = '']) => [
    role,
    colour,
  ]),
)

/** A drawing with the light theme's colours in the place of their roles. */
const paint = (svg: string): string => svg.replace(ROLE, (_, role) => `"${light.get(role)}"`)

export type Png = Uint8Array<ArrayBuffer>

const draw = async (svg: string): Promise<Png> => {
  // Nothing is loaded before the first picture.
  const { renderAsync } = await import('@resvg/resvg-js')
  const font = { fontFiles: listFonts(), loadSystemFonts: false, defaultFontFamily: 'Noto Sans' }
  return new Uint8Array((await renderAsync(paint(svg), { font })).asPng())
}

const MOST_WAITING = 8
let waiting = 0
let last: Promise<unknown> = Promise.resolve()

/** Draws one picture after the other, beside the server's thread. Throws `images_busy` (retryable) where too many wait. */
export const renderPng = async (svg: string): Promise<Png> => {
  if (waiting >= MOST_WAITING) {
    const message = `${MOST_WAITING} images are being drawn, which is all that this server takes at once.`
    throw new AppError('images_busy', `${message} Try again in a few seconds.`, { retryable: true })
  }
  waiting += 1
  const made = last.then(() => draw(svg)).finally(() => (waiting -= 1))
  last = made.catch(() => undefined)
  return made
}
