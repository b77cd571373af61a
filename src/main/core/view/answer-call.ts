// Takes an IPC call apart: name, arguments, handler. Nothing that comes from a page is trusted before its schema has passed.
import { failed, type Outcome } from '../../../shared/model/failure'
import { CALLS, type CallHandlers, type CallName } from '../../../shared/ipc/contract'
import type { Log } from '../ports'

/** Checks name and arguments against the contract and runs the handler. An exception is a bug: logged, answered as `internal`. */
export async function answerCall(handlers: CallHandlers, name: unknown, args: unknown, log: Log): Promise<Outcome<unknown>> {
  if (typeof name !== 'string' || !Object.hasOwn(CALLS, name)) return failed('invalid-input', { detail: 'unknown call' })
  const callName = name as CallName
  const parsed = CALLS[callName].args.safeParse(args)
  if (!parsed.success) {
    // Only the path is kept: the value may be a secret typed into the wrong field.
    return failed('invalid-input', { detail: `${callName}: ${parsed.error.issues.map((issue) => issue.path.join('.') || 'arguments').join(', ')}` })
  }
  try {
    const handler = handlers[callName] as (args: unknown) => Promise<Outcome<unknown>> | Outcome<unknown>
    return await handler(parsed.data)
  } catch (error) {
    log.error(`Call ${callName} failed`, { error: error instanceof Error ? (error.stack ?? error.message) : String(error) })
    return failed('internal')
  }
}
