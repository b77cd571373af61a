// What the app is made of: versions of its runtime, and the licences of the software it contains.
import type { CallHandlers, RuntimeVersions } from '../../../shared/ipc/contract'
import { success } from '../../../shared/model/failure'

interface AboutIntentsOptions {
  versions(): RuntimeVersions
  /** Text of THIRD-PARTY-NOTICES.txt; rejects when the file is not there, which is a mistake of the build. */
  readNotices(): Promise<string>
}

/** The handlers of the part *About* in the settings. */
export function createAboutHandlers({ versions, readNotices }: AboutIntentsOptions): Pick<CallHandlers, `about.${string}` & keyof CallHandlers> {
  return { 'about.versions': () => success(versions()), 'about.notices': async () => success({ text: await readNotices() }) }
}
