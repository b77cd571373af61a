// electron-builder calls this when the app folder is filled: removes what the runtime has for development only.
import fs from 'node:fs'
import path from 'node:path'

/** Removes the launcher of the runtime (scripts/runtime.mjs); the packaged app starts from its own archive. */
export default async function afterPack({ appOutDir, packager, electronPlatformName }) {
  const resources =
    electronPlatformName === 'darwin' ? path.join(appOutDir, `${packager.appInfo.productFilename}.app/Contents/Resources`) : path.join(appOutDir, 'resources')
  fs.rmSync(path.join(resources, 'app'), { recursive: true, force: true })
}
