import { expect, test } from 'vitest'
import { parseGpuHours } from '~/domain/gpu-hours'

test('reads hours with at most two digits after the point as whole GPU-seconds', () => {
  expect(['0', '1', '12.5', '0.01', ' 7.25 ', '999999999999'].map(parseGpuHours)).toEqual([
    0n,
    3_600n,
    45_000n,
    36n,
    26_100n,
    3_599_999_999_996_400n,
  ])
})

test.each(['', '-1', '1.234', '1,5', '1e3', '.5', '5.', '1000000000000', '١', '0x10'])(
  'reads nothing from “%s”',
  (text) => expect(parseGpuHours(text)).toBeNull(),
)
