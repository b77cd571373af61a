// The only connection between the window and main: three functions. No Electron object reaches the window. Main checks names, arguments and sender.
import { contextBridge, ipcRenderer, type IpcRendererEvent } from 'electron'
import type { SnapshotPatch } from '../shared/ipc/snapshot'
import { CALL_CHANNEL, DRAWN_CHANNEL, PATCH_CHANNEL } from '../shared/ipc/channels'

contextBridge.exposeInMainWorld('companion', {
  call: (name: unknown, args?: unknown) => ipcRenderer.invoke(CALL_CHANNEL, name, args),
  drawn: () => ipcRenderer.send(DRAWN_CHANNEL),
  onPatch: (listener: (patch: SnapshotPatch) => void) => {
    const relay = (_event: IpcRendererEvent, patch: SnapshotPatch): void => listener(patch)
    ipcRenderer.on(PATCH_CHANNEL, relay)
    return () => {
      ipcRenderer.removeListener(PATCH_CHANNEL, relay)
    }
  },
})
