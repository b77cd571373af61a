// Notices on the screen: clicks on them, whether the desktop can show any, and the test notice.
import { success } from '../../../shared/model/failure'
import { testNotice } from '../../core/notices'
import type { Feature } from '../parts/feature'
import { showInWindow } from '../parts/show-in-window'

/** Acts on clicks; a click on a notice acknowledges what it told. */
export const notices: Feature = {
  name: 'notices',
  start(parts) {
    const { signals, shell, monitor, settings, wording, setBanner } = parts
    signals.noticeClicked.on((notice) => {
      monitor.alarms.acknowledge(notice.keys, 'notice')
      showInWindow(parts, notice.sessionKey)
    })
    shell.notifier.onAvailability((now) => setBanner('notices-unavailable', now === 'unavailable'))
    return {
      handlers: {
        'notices.test': () => {
          shell.notifier.show(testNotice(wording(), settings.current().sound))
          return success()
        },
      },
    }
  },
}
