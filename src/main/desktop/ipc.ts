// The one place that touches raw IPC: checks the sender, the call's name and its arguments, and answers a typed outcome.
import { ipcMain, type IpcMainInvokeEvent, type WebContents } from 'electron'
import type { SnapshotPatch } from '../../shared/app-snapshot'
import { failed, type Outcome } from '../../shared/failure'
import { CALL_CHANNEL, PATCH_CHANNEL } from '../../shared/ipc-channels'
import type { CallHandlers } from '../../shared/ipc-contract'
import { answerCall } from '../core/answer-call'
import type { Cancel, Log } from '../core/ports'
import { isOwnPage } from './app-scheme'

interface IpcOptions {
  readonly log: Log
  /** The web contents of our window, if one is open. */
  ownContents(): WebContents | null
}

/** Serves every call of the contract. Unknown names, foreign senders and bad arguments are refused as values, never thrown. */
export function serveCalls(handlers: CallHandlers, options: IpcOptions): Cancel {
  ipcMain.handle(CALL_CHANNEL, async (event, name: unknown, args: unknown): Promise<Outcome<unknown>> => {
    if (!isTrusted(event, options)) {
      options.log.warn('IPC call from a page that is not ours was refused')
      return failed('refused')
    }
    return answerCall(handlers, name, args, options.log)
  })
  return () => ipcMain.removeHandler(CALL_CHANNEL)
}

/** Sends a patch to the window. */
export function sendPatch(contents: WebContents, patch: SnapshotPatch): void {
  contents.send(PATCH_CHANNEL, patch)
}

function isTrusted(event: IpcMainInvokeEvent, options: IpcOptions): boolean {
  // Read synchronously: the frame is null once the page has navigated away.
  const frame = event.senderFrame
  return frame !== null && frame.parent === null && event.sender === options.ownContents() && isOwnPage(frame.url)
}
