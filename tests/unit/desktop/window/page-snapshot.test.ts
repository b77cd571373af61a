import fc from 'fast-check'
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { withSnapshot } from '../../../../src/main/desktop/window/page-snapshot'

const PAGE = readFileSync('src/renderer/index.html', 'utf8')
/** What a browser reads of the element: everything up to the next tag. */
const given = (page: string): unknown => JSON.parse(/id="snapshot">([^<]*)<\/script>/.exec(page)?.[1] ?? '')
const tags = (page: string): number => page.split('<').length

it('is read by the page as it was, whatever words are in it, and adds no element to it', () => {
  const word = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('</script><script>alert(1)</script>', '<!--<script>', '$&', "$'", '$1', '\\u003c', '"null', '\u2028'),
  )
  fc.assert(
    fc.property(fc.dictionary(word, word), (words) => {
      const page = withSnapshot(PAGE, JSON.stringify(words))
      expect(given(page)).toEqual(JSON.parse(JSON.stringify(words)))
      expect(tags(page)).toBe(tags(PAGE))
    }),
    { numRuns: 200 },
  )
})

it('is nothing where there is none', () => {
  expect(given(withSnapshot(PAGE, null))).toBeNull()
})
