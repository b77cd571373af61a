import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { applyPatch, type SessionView, type SnapshotPatch } from '../../../../src/shared/ipc/snapshot'
import { createSnapshotStore } from '../../../../src/main/core/view/snapshot-store'
import { settle } from '../../../fakes/fake-clock'
import { emptySnapshot, sessionView } from '../../../fakes/views'

describe('patches', () => {
  it('tells changes made together in one numbered patch', async () => {
    const store = createSnapshotStore(emptySnapshot())
    const patches: SnapshotPatch[] = []
    store.subscribe((patch) => patches.push(patch))
    store.upsert(sessionView('a'))
    store.upsert(sessionView('a', { phase: 'connected' }))
    store.upsert(sessionView('b'))
    store.set({ online: false })
    store.set({ language: 'en' })
    expect(patches).toEqual([])
    await settle()
    expect(patches).toMatchObject([
      { from: 0, to: 1, set: { online: false, language: 'en' }, upsert: [{ key: 'a', phase: 'connected' }, { key: 'b' }], remove: [] },
    ])
    store.remove('a')
    await settle()
    expect(patches[1]).toEqual({ from: 1, to: 2, set: {}, upsert: [], remove: ['a'] })
  })

  it('tells nothing when nothing changed', async () => {
    const store = createSnapshotStore(emptySnapshot())
    let told = 0
    store.subscribe(() => void told++)
    const view = sessionView('a')
    store.upsert(view)
    await settle()
    store.upsert(view)
    store.set({ online: true })
    store.remove('never')
    await settle()
    expect(told).toBe(1)
    expect(store.current().revision).toBe(1)
  })

  it("a snapshot asked for between a change and its patch has the change and the patch's revision", async () => {
    const store = createSnapshotStore(emptySnapshot())
    const patches: SnapshotPatch[] = []
    store.subscribe((patch) => patches.push(patch))
    store.upsert(sessionView('a'))
    expect(store.current()).toMatchObject({ revision: 1, sessions: [{ key: 'a' }] })
    await settle()
    expect(patches).toHaveLength(1)
  })

  it('ends each subscription by itself', async () => {
    const store = createSnapshotStore(emptySnapshot())
    let told = 0
    const listener = (): void => void told++
    const end = store.subscribe(listener)
    store.subscribe(listener)
    end()
    end()
    store.set({ online: false })
    await settle()
    expect(told).toBe(1)
  })

  it('a change made by a subscriber travels in the next patch', async () => {
    const store = createSnapshotStore(emptySnapshot())
    const revisions: number[] = []
    store.subscribe((patch) => {
      revisions.push(patch.to)
      if (patch.to === 1) store.set({ tray: 'present' })
    })
    store.set({ online: false })
    await settle()
    expect(revisions).toEqual([1, 2])
  })

  it('patches applied one after the other give the snapshot, whatever happened', async () => {
    const key = fc.constantFrom('a', 'b', 'c', 'd')
    const action = fc.oneof(
      fc.record({ do: fc.constant('upsert' as const), key, since: fc.nat(5) }),
      fc.record({ do: fc.constantFrom('remove' as const, 'flush' as const), key }),
      fc.record({ do: fc.constant('set' as const), key, muted: fc.option(fc.nat(3)) }),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(action, { maxLength: 50 }), async (actions) => {
        const store = createSnapshotStore(emptySnapshot())
        let copy = store.current()
        store.subscribe((patch) => {
          const next = applyPatch(copy, patch)
          expect(next).not.toBeNull()
          if (next) copy = next
        })
        for (const each of actions) {
          if (each.do === 'upsert') store.upsert(sessionView(each.key, { since: each.since }))
          else if (each.do === 'set') store.set({ mutedUntil: each.muted })
          else if (each.do === 'remove') store.remove(each.key)
          else await settle(3)
        }
        expect(copy.revision).toBeLessThanOrEqual(store.current().revision)
        expect(copy).toEqual(store.current())
      }),
    )
  })

  it('a change visits only what changed, among five thousand numbers too', () => {
    const store = createSnapshotStore(emptySnapshot())
    const read = new Set<string>()
    const watched = (key: string): SessionView => new Proxy(sessionView(key), { get: (view, name) => (read.add(key), Reflect.get(view, name) as unknown) })
    for (let each = 0; each < 5_000; each++) store.upsert(watched(`n${each}`))
    store.flush()
    const patches: SnapshotPatch[] = []
    store.subscribe((patch) => patches.push(patch))
    // Listing all numbers reads none of their fields, so that is counted by itself.
    const visited = vi.spyOn(Map.prototype, 'values')
    try {
      read.clear()
      for (const key of ['n7', 'n4000']) {
        store.upsert(sessionView(key, { phase: 'connected' }))
        store.flush()
      }
      expect(patches.map(({ upsert }) => upsert.map(({ key }) => key))).toEqual([['n7'], ['n4000']])
      expect([...read]).toEqual([])
      for (const map of visited.mock.contexts) expect((map as Map<string, SessionView>).size).toBeLessThan(10)
    } finally {
      visited.mockRestore()
    }
  })
})
