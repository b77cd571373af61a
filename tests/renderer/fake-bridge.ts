// A bridge without an app behind it: answers by table, remembers what was asked, sends patches on demand.
import type { AppSnapshot, SnapshotPatch } from '../../src/shared/ipc/snapshot'
import { failed, success, type Outcome } from '../../src/shared/model/failure'
import type { CallArgs, CallName, CallValue, CompanionBridge } from '../../src/shared/ipc/contract'

type Answer<N extends CallName> = (args: CallArgs<N>) => Outcome<CallValue<N>> | Promise<Outcome<CallValue<N>>>

/** Stands in for window.companion. Calls without an answer of their own succeed with nothing. */
export class FakeBridge implements CompanionBridge {
  readonly asked: { readonly name: CallName; readonly args: unknown }[] = []
  private readonly answers = new Map<CallName, (args: never) => unknown>()
  private readonly listeners = new Set<(patch: SnapshotPatch) => void>()

  constructor(public snapshot: AppSnapshot) {
    this.answer('snapshot.get', () => success(this.snapshot))
    this.answer('about.versions', () => success({ electron: '45.4.1', chrome: '146.0.7680.1', node: '24.11.0' }))
  }

  /** Sets what a call answers from now on. */
  answer<N extends CallName>(name: N, answer: Answer<N>): this {
    this.answers.set(name, answer)
    return this
  }

  /** Arguments of every call by this name. */
  argsOf(name: CallName): readonly unknown[] {
    return this.asked.filter((each) => each.name === name).map((each) => each.args)
  }

  get listening(): number {
    return this.listeners.size
  }

  /** Sends a patch as main does; it need not fit. */
  emit(patch: Partial<SnapshotPatch> & Pick<SnapshotPatch, 'from' | 'to'>): void {
    for (const listener of this.listeners) listener({ set: {}, upsert: [], remove: [], ...patch })
  }

  async call<N extends CallName>(name: N, ...args: CallArgs<N> extends undefined ? [] : [CallArgs<N>]): Promise<Outcome<CallValue<N>>> {
    this.asked.push({ name, args: args[0] })
    const answer = this.answers.get(name) as Answer<N> | undefined
    if (answer) return answer(args[0] as CallArgs<N>)
    if (name === 'connection.add' || name === 'number.add') return failed('internal', { detail: `no answer for ${name}` })
    return { ok: true, value: undefined as CallValue<N> }
  }

  /** How often the page said that it has drawn. */
  drawings = 0

  drawn(): void {
    this.drawings += 1
  }

  onPatch(listener: (patch: SnapshotPatch) => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }
}
