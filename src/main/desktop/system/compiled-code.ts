// Keeps V8's compiled code of the chunks between starts, where the runtime can (Node 22.1 and newer, so current Electron).
import module from 'node:module'

/** Must come before the chunks are imported. Lies in the system's folder for temporary files; losing it costs nothing. */
export function keepCompiledCode(): void {
  const { enableCompileCache } = module as { enableCompileCache?: () => unknown }
  enableCompileCache?.()
}
