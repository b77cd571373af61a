// Writes down every message that main sends to a window, answers of calls included. It watches; it does nothing in an operator's place.
import type { RunningApp } from './app'
import type { Place } from './secret-search'

/** Starts the record; the answer reads it. Call when the first window is open. */
export async function recordMessages(app: RunningApp): Promise<() => Promise<Place>> {
  await app.inMain(({ app: main, ipcMain, webContents }) => {
    const kept: string[] = []
    Object.assign(globalThis, { recordedMessages: kept })
    const watch = (contents: Electron.WebContents): void => {
      const send = contents.send.bind(contents)
      contents.send = (channel, ...args) => {
        kept.push(JSON.stringify([channel, ...args]))
        send(channel, ...args)
      }
    }
    webContents.getAllWebContents().forEach(watch)
    main.on('web-contents-created', (_event, contents) => watch(contents))
    // Electron's own table of the functions behind ipcMain.handle.
    const handlers = (ipcMain as unknown as { _invokeHandlers: Map<string, (...args: unknown[]) => unknown> })._invokeHandlers
    for (const [channel, answer] of [...handlers]) {
      handlers.set(channel, async (...args) => {
        const reply = await answer(...args)
        kept.push(JSON.stringify(reply))
        return reply
      })
    }
  })
  return async () => {
    const kept = await app.inMain(() => (globalThis as unknown as { recordedMessages: string[] }).recordedMessages)
    return { name: 'messages to the window', bytes: Buffer.from(kept.join('\n')) }
  }
}
