// The one place that touches raw IPC: checks the sender, the call's name and its arguments, and answers a typed outcome.
import { ipcMain, type IpcMainEvent, type IpcMainInvokeEvent, type WebContents } from 'electron'
import type { SnapshotPatch } from '../../../shared/ipc/snapshot'
import { failed, type Outcome } from '../../../shared/model/failure'
import { CALL_CHANNEL, DRAWN_CHANNEL, PATCH_CHANNEL } from '../../../shared/ipc/channels'
import type { Log } from '../../core/ports'
import { isOwnPage } from './app-scheme'
import type { MainWindow } from './main-window'

/** Answers one call of a trusted page; checks name and arguments, never throws. */
type AnswerCall = (name: unknown, args: unknown) => Promise<Outcome<unknown>>

/** The calls of the window. */
export interface Calls {
  /** Answers calls from now on, and those that came earlier. */
  serve(answer: AnswerCall, log: Log): void
}

/** Accepts calls from now on; they wait until the rest of the app is loaded. Calls of foreign senders get a failure; nothing is thrown. */
export function createIpcCalls({ contents, drawn }: Pick<MainWindow, 'contents' | 'drawn'>): Calls {
  let serve: Calls['serve'] = () => undefined
  const served = new Promise<{ readonly answer: AnswerCall; readonly log: Log }>((resolve) => {
    serve = (answer, log) => resolve({ answer, log })
  })
  ipcMain.handle(CALL_CHANNEL, async (event, name: unknown, args: unknown): Promise<Outcome<unknown>> => {
    const trusted = isTrusted(event, contents())
    const { answer, log } = await served
    if (trusted) return answer(name, args)
    log.warn('IPC call from a page that is not ours was refused')
    return failed('refused')
  })
  ipcMain.on(DRAWN_CHANNEL, (event) => isTrusted(event, contents()) && drawn())
  return { serve: (answer, log) => serve(answer, log) }
}

/** Sends a patch to the window. */
export function sendPatch(contents: WebContents, patch: SnapshotPatch): void {
  contents.send(PATCH_CHANNEL, patch)
}

function isTrusted(event: IpcMainEvent | IpcMainInvokeEvent, own: WebContents | null): boolean {
  // Read synchronously: the frame is null once the page has navigated away.
  const frame = event.senderFrame
  return frame !== null && frame.parent === null && event.sender === own && isOwnPage(frame.url)
}
