// Notices on the screen: clicks on them, whether the desktop can show any, and the test notice.
import { success } from '../../../shared/model/failure'
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
          const { t } = wording()
          const { sound } = settings.current()
          shell.notifier.show({
            id: 'test',
            category: 'recovery',
            sessionKey: null,
            connectionId: '',
            keys: [],
            title: t('desktop.test.title'),
            body: t('desktop.test.body'),
            severity: 'good',
            sound,
          })
          return success()
        },
      },
    }
  },
}
