// No spelling of an address makes the app go to a public host without encryption.
import fc from 'fast-check'
import { it } from 'vitest'
import { parseAddress } from '../../../src/main/gateways/http/address'
import { must, PATIENCE, RUNS, TRIED } from '../../unit/properties/runs'

/** Whether an IPv4 address is private, told without the code under test: by its number. */
function isPrivate(number: number): boolean {
  const ranges: readonly (readonly [string, number])[] = [
    ['10.0.0.0', 8],
    ['172.16.0.0', 12],
    ['192.168.0.0', 16],
    ['169.254.0.0', 16],
    ['100.64.0.0', 10],
    ['127.0.0.0', 8],
  ]
  return ranges.some(([from, bits]) => Math.floor(number / 2 ** (32 - bits)) === Math.floor(ofText(from) / 2 ** (32 - bits)))
}
const ofText = (text: string): number => text.split('.').reduce((sum, part) => sum * 256 + Number(part), 0)
const parts = (number: number): number[] => [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256)

/** One IPv4 address in the spellings that URLs take. */
const SPELLINGS: readonly ((number: number) => string)[] = [
  (number) => parts(number).join('.'),
  (number) => `${parts(number).join('.')}.`,
  (number) => String(number),
  (number) => `0x${number.toString(16)}`,
  (number) =>
    parts(number)
      .map((each) => `0${each.toString(8)}`)
      .join('.'),
  (number) => `${parts(number)[0]}.${number % 2 ** 24}`,
  (number) => `[::ffff:${parts(number).join('.')}]`,
]
/** Any address, and often one beside the border of a private range. */
const address = fc.oneof(
  fc.integer({ min: 2 ** 24, max: 2 ** 32 - 1 }),
  fc
    .tuple(
      fc.constantFrom('10.0.0.0', '11.0.0.0', '172.16.0.0', '172.32.0.0', '192.168.0.0', '192.169.0.0', '100.64.0.0', '100.128.0.0', '169.255.0.0'),
      fc.integer({ min: -2, max: 2 }),
    )
    .map(([text, by]) => ofText(text) + by),
)

it(`goes to no public IPv4 address in any of ${RUNS} spellings`, PATIENCE, () => {
  fc.assert(
    fc.property(address, fc.constantFrom(...SPELLINGS), fc.option(fc.integer({ min: 1, max: 65_535 })), (number, spell, port) => {
      const typed = `http://${spell(number)}${port === null ? '' : `:${port}`}`
      const parsed = parseAddress(typed, true)
      must(parsed.ok === isPrivate(number), () => `${typed}: ${JSON.stringify(parsed)}`)
    }),
    TRIED,
  )
})

it(`goes to no name with a public ending in any of ${RUNS} spellings`, PATIENCE, () => {
  const label = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,8}[a-z0-9])?$/)
  const tail = fc.constantFrom('com', 'org', 'ru', 'localhost.com', 'local.net', 'lan.example', 'internal.io', 'arpa', 'xn--p1ai')
  fc.assert(
    fc.property(fc.array(label, { minLength: 1, maxLength: 3 }), tail, fc.constantFrom('', '.'), (labels, ending, dot) => {
      const parsed = parseAddress(`http://${labels.join('.')}.${ending}${dot}`, true)
      must(!parsed.ok || /\.home\.arpa\.?$/.test(parsed.value), () => JSON.stringify(parsed))
    }),
    TRIED,
  )
})
