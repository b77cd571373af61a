// Decides whether a build may be released: not on an Electron that gets no more security fixes.

/** Electron's own rule: the newest three major versions get fixes. */
const SUPPORTED_MAJORS = 3
/** The suffix of the version of a build that is not to be released. The app knows it by this too (renderer/settings/about.tsx). */
const TESTING = '-testing'

const majorOf = (version) => Number(version.split('.')[0])

/**
 * The version that a build carries, and why it is not for release (null = it is). `runtime`: the Electron that is packed; `pinned`: the current one, as
 * package.json pins it; both as in `45.4.1`.
 */
export function releaseVersion({ version, runtime, pinned }) {
  if (majorOf(runtime) > majorOf(pinned) - SUPPORTED_MAJORS) return { version, why: null }
  const why = `Electron ${runtime} gets no more security fixes (this app is made for ${pinned}). The build is for tests only and is called ${version}${TESTING}.`
  return { version: `${version}${TESTING}`, why }
}
