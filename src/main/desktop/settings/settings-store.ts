// electron-store, and nothing else: the one file of the settings that needs Electron to run.
import electron from 'electron'
import ElectronStore from 'electron-store'
import type { OpenStore } from './settings-file'

/** Opens electron-store without the IPC channel that it keeps for renderers. */
export const openElectronStore: OpenStore = ({ cwd, name, fileMode }) => {
  const store = new ElectronStore<Record<string, unknown>>({ cwd, name, configFileMode: fileMode, accessPropertiesByDotNotation: false })
  // eslint-disable-next-line no-restricted-syntax -- takes away the one raw channel that electron-store opens: every call goes through ipc.ts
  electron.ipcMain.removeAllListeners('electron-store-get-data')
  return store
}
