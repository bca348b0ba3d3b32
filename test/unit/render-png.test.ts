import { expect, test } from 'vitest'
import { renderPng } from '~/render-png.server'

const SQUARE = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'

test('takes so many pictures at once, refuses more, and takes them again later', async () => {
  const asked = await Promise.allSettled(Array.from({ length: 20 }, () => renderPng(SQUARE)))
  const refused = asked.filter(({ status }) => status === 'rejected') as PromiseRejectedResult[]
  expect(refused).toHaveLength(12)
  for (const { reason } of refused) expect(reason).toMatchObject({ code: 'images_busy', retryable: true })
  expect((await renderPng(SQUARE)).length).toBeGreaterThan(50)
})

test('a drawing that cannot be drawn does not stop the next', async () => {
  await expect(renderPng('<svg')).rejects.toThrow()
  expect((await renderPng(SQUARE)).length).toBeGreaterThan(50)
})
