import { expect, it } from 'vitest'
import { firstSize } from '../../../../src/main/desktop/window/first-size'

it.each([
  [
    { width: 1920, height: 1040 },
    { width: 1000, height: 760 },
  ],
  [
    { width: 1366, height: 728 },
    { width: 1000, height: 688 },
  ],
  [
    { width: 800, height: 560 },
    { width: 800, height: 520 },
  ],
])('the first window fits a work area of %o with its frame', (workArea, size) => {
  expect(firstSize(workArea)).toEqual(size)
})
