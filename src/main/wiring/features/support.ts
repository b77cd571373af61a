// The support bundle: settings, state, history and logs in, one .zip among the downloads out. What makes it is loaded when somebody asks for one.
import { createSupportHandlers } from '../../core/support'
import type { Feature } from '../parts/feature'

/** Changes at most: a bundle has to fit into a mail. */
const MOST_CHANGES = 50_000

/** Answers "collect a bundle for support". */
export const support: Feature = {
  name: 'support',
  start({ clock, log, settings, snapshots, history, exports, wording }) {
    const pause = (): Promise<void> => new Promise((done) => void clock.after(0, done))
    const handlers = createSupportHandlers({
      clock,
      async collect() {
        log.info('support bundle')
        const { homeFolder, machineFacts, readLogs } = await import('../../desktop/files/support-files')
        await history.ready
        return {
          t: wording().t,
          now: clock.now(),
          settings: settings.current(),
          snapshot: snapshots.current(),
          machine: machineFacts(),
          home: homeFolder(),
          logs: await readLogs(),
          history: await history.newest(MOST_CHANGES),
          pause,
        }
      },
      pack: async (files) => (await import('../../desktop/files/zip')).packZip(files, pause),
      save: (name, content) => exports.save(name, content),
    })
    return { handlers }
  },
}
