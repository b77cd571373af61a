// What every kind must not believe, and must read all the same: the answers of its own server, changed on the way.
import { expect, it } from 'vitest'
import type { ListedNumber } from '../../../src/main/core/ports'
import { fullListOf, valueOf } from '../../fakes/gateways/gateway-rig'
import type { Ability, Adapter } from './adapter'
import type { Bench } from './bench'
import { numeric, OTHER_CASE, REFUSED, twice } from './changed'

const namesAndPhones = (rows: readonly ListedNumber[]) => rows.map(({ sessionId, phone }) => [sessionId, phone])

/** Registers the cases, within the suite of one kind. */
export function believesWhatIsProved(adapter: Adapter, bench: () => Bench): void {
  const can = (ability: Ability): boolean => adapter.cannot[ability] === undefined

  it.each(REFUSED)('believes no state and no code beside %s', async (_what, fault) => {
    const [number] = bench().numbers
    const waiting = await bench().linking()
    await bench().shown(waiting)
    bench().proxy.set(fault)
    expect((await bench().read(number)).state).not.toBe('connected')
    for (const reading of [await bench().read(waiting), await bench().start(waiting), ...(can('code to type') ? [await bench().pair(waiting)] : [])])
      expect([reading.code, reading.state === 'connected', reading.gone]).toEqual([undefined, false, undefined])
    bench().proxy.set('pass')
    await bench().state(number, 'connected')
  })

  it('reads phones and identities that come as JSON numbers', async () => {
    const [number] = bench().numbers
    const listed = async () => (can('lists numbers') ? namesAndPhones(await fullListOf(bench().gateway)) : [])
    const before = await listed()
    bench().proxy.set(numeric([bench().world.phone, ...bench().numbers.map(({ sessionId }) => sessionId)]))
    const reading = await bench().state(number, 'connected')
    if (can('tells the phone')) expect(reading.phone).toBe(bench().world.phone)
    expect(await listed()).toEqual(before)
  })

  it('reads status words in any case, with space around them', async () => {
    bench().proxy.set(OTHER_CASE)
    const [one, two] = bench().numbers
    await bench().state(one, 'connected')
    const number = await bench().linking()
    await bench().shown(number)
    await bench().world.scan(number.sessionId, 'own')
    await bench().state(number, 'connected')
    valueOf(await bench().disconnect(two))
  })

  if (can('lists numbers'))
    it('lists a number once that comes twice, and proves nothing by two rows that differ', async () => {
      const once = namesAndPhones(await fullListOf(bench().gateway))
      bench().proxy.set(twice(false))
      expect(namesAndPhones(await fullListOf(bench().gateway))).toEqual(once)
      bench().proxy.set(twice(true))
      const differing = await bench().list()
      // A list of mere names has no rows that could differ.
      if (adapter.listsNamesOnly === true) expect(namesAndPhones(await fullListOf(bench().gateway))).toEqual(once)
      else if (differing.ok) expect(differing.value).toMatchObject({ complete: false, readable: [] })
    })
}
