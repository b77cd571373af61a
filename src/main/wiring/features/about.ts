// About: versions of the runtime, and the licences of what the app is made of.
import { createAboutHandlers } from '../../core/support'
import { readNotices, runtimeVersions } from '../../desktop/system/shell'
import type { Feature } from '../parts/feature'

/** Answers what the About part of the settings shows. */
export const about: Feature = {
  name: 'about',
  start: ({ paths }) => ({ handlers: createAboutHandlers({ versions: runtimeVersions, readNotices: () => readNotices(paths.notices) }) }),
}
