// Stores of settings for tests: the real one, and one that goes wrong when it writes.
import Conf from 'conf'
import type { OpenStore } from '../../../../src/main/desktop/settings/settings-file'

/** The class that electron-store is made of; electron-store fills in Electron's folder and file name. */
export const openConf: OpenStore = ({ cwd, name, fileMode }) =>
  new Conf<Record<string, unknown>>({ cwd, configName: name, configFileMode: fileMode, accessPropertiesByDotNotation: false })

/** The real store, but `instead` is called for each write; true = it did something else, so the store does not write. */
export function storeThat(instead: (value: Record<string, unknown>) => boolean): OpenStore {
  return (options) => {
    const store = openConf(options)
    return {
      get store() {
        return store.store
      },
      set store(value) {
        if (!instead(value)) store.store = value
      },
    }
  }
}
