import { describe, expect, it, vi } from 'vitest'
import { createSnapshotSource } from '../../src/renderer/bridge/snapshot-source'
import { failed, success } from '../../src/shared/model/failure'
import { FakeBridge } from './fake-bridge'
import { makeSession, makeSnapshot } from './make'

const started = async (bridge: FakeBridge) => {
  const source = createSnapshotSource(bridge)
  const stop = source.start()
  await vi.waitFor(() => expect(source.get().kind).not.toBe('loading'))
  const revision = (): number => {
    const state = source.get()
    return state.kind === 'ready' ? state.snapshot.revision : -1
  }
  return { source, stop, revision }
}

describe('the window’s copy of the snapshot', () => {
  it('subscribes before it asks, so that no patch falls between', () => {
    const bridge = new FakeBridge(makeSnapshot())
    let listeningWhenAsked = 0
    bridge.answer('snapshot.get', () => {
      listeningWhenAsked = bridge.listening
      return success(bridge.snapshot)
    })
    createSnapshotSource(bridge).start()
    expect(listeningWhenAsked).toBe(1)
  })

  it('shows the snapshot that came with the page until main has answered, and then what main says', async () => {
    const bridge = new FakeBridge(makeSnapshot({ revision: 0 }))
    const source = createSnapshotSource(bridge, makeSnapshot({ revision: -1, online: false }))
    expect(source.get()).toMatchObject({ kind: 'ready', snapshot: { online: false } })
    source.start()
    await vi.waitFor(() => expect(source.get()).toMatchObject({ snapshot: { revision: 0, online: true } }))
  })

  it('says that main does not answer rather than going on with what came with the page', async () => {
    const bridge = new FakeBridge(makeSnapshot())
    bridge.answer('snapshot.get', () => failed('internal'))
    const source = createSnapshotSource(bridge, makeSnapshot({ revision: -1 }))
    source.start()
    await vi.waitFor(() => expect(source.get().kind).toBe('failed'))
  })

  it('applies a patch that follows', async () => {
    const bridge = new FakeBridge(makeSnapshot({ revision: 4 }))
    const { source, revision } = await started(bridge)
    bridge.emit({ from: 4, to: 5, upsert: [makeSession({ phase: 'disconnected' })], set: { online: false } })
    expect(revision()).toBe(5)
    expect(source.get()).toMatchObject({ snapshot: { online: false, sessions: [{ phase: 'disconnected' }] } })
    expect(bridge.argsOf('snapshot.get')).toHaveLength(1)
  })

  it('fetches once more after a gap', async () => {
    const bridge = new FakeBridge(makeSnapshot({ revision: 4 }))
    const { revision } = await started(bridge)
    bridge.snapshot = makeSnapshot({ revision: 9 })
    bridge.emit({ from: 7, to: 8 })
    bridge.emit({ from: 8, to: 9 })
    await vi.waitFor(() => expect(revision()).toBe(9))
    expect(bridge.argsOf('snapshot.get')).toHaveLength(2)
  })

  it('ignores an older patch without asking again', async () => {
    const bridge = new FakeBridge(makeSnapshot({ revision: 4 }))
    const { source, revision } = await started(bridge)
    bridge.emit({ from: 2, to: 3, set: { online: false } })
    expect(revision()).toBe(4)
    expect(source.get()).toMatchObject({ snapshot: { online: true } })
    expect(bridge.argsOf('snapshot.get')).toHaveLength(1)
  })

  it('applies patches that arrive before the first snapshot does', async () => {
    const bridge = new FakeBridge(makeSnapshot({ revision: 4 }))
    let deliver: () => void = () => undefined
    bridge.answer(
      'snapshot.get',
      () =>
        new Promise((resolve) => {
          deliver = () => resolve(success(bridge.snapshot))
        }),
    )
    const source = createSnapshotSource(bridge)
    source.start()
    bridge.emit({ from: 3, to: 4 })
    bridge.emit({ from: 4, to: 5, set: { online: false } })
    deliver()
    await vi.waitFor(() => expect(source.get()).toMatchObject({ kind: 'ready', snapshot: { revision: 5, online: false } }))
  })

  it('never goes back to an older snapshot', async () => {
    const bridge = new FakeBridge(makeSnapshot({ revision: 6 }))
    const { source, revision } = await started(bridge)
    bridge.snapshot = makeSnapshot({ revision: 5 })
    source.reload()
    await vi.waitFor(() => expect(bridge.argsOf('snapshot.get')).toHaveLength(2))
    await Promise.resolve()
    expect(revision()).toBe(6)
  })

  it('says why there is nothing to show, and asks again when told', async () => {
    const bridge = new FakeBridge(makeSnapshot())
    bridge.answer('snapshot.get', () => failed('internal'))
    const { source, revision } = await started(bridge)
    expect(source.get()).toMatchObject({ kind: 'failed', failure: { code: 'internal' } })
    bridge.answer('snapshot.get', () => success(bridge.snapshot))
    source.reload()
    await vi.waitFor(() => expect(revision()).toBe(1))
  })

  it('stops listening', async () => {
    const bridge = new FakeBridge(makeSnapshot())
    const { stop } = await started(bridge)
    stop()
    expect(bridge.listening).toBe(0)
  })
})
