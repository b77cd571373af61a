import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { realClock } from '../../../../src/main/desktop/system/clock'
import { createSessionBus, type SessionBus } from '../../../../src/main/desktop/system/session-bus'
import { createTrayHost, type TrayHost } from '../../../../src/main/desktop/tray/tray-host'
import { Heard } from '../../../fakes/heard'
import { SilentLog } from '../../../fakes/silent-log'
import { startPrivateBus, type PrivateBus } from '../../../fakes/desktop/private-bus'
import { TrayWatcher } from '../../../fakes/desktop/tray-watcher'

describe('the tray host on Linux', () => {
  let daemon: PrivateBus
  let bus: SessionBus
  let host: TrayHost
  let heard: Heard<string>
  beforeEach(async () => {
    daemon = await startPrivateBus()
    bus = createSessionBus({ clock: realClock, log: new SilentLog(), address: daemon.address })
    heard = new Heard()
  })
  afterEach(async () => {
    host.dispose()
    bus.dispose()
    await daemon.stop()
  })
  const watch = (): void => {
    host = createTrayHost(bus)
    host.onChange(heard.hear)
  }
  const watcher = async (withHost = true): Promise<TrayWatcher> => new TrayWatcher(await daemon.connect(), withHost)

  it('is unknown until the desktop answered, then absent where nobody shows trays', async () => {
    watch()
    expect(host.current()).toBe('unknown')
    expect(await heard.next()).toBe('absent')
    expect(host.current()).toBe('absent')
  })

  it('is present at once where the panel is up first', async () => {
    await (await watcher()).appear()
    watch()
    expect(await heard.next()).toBe('present')
  })

  it.each(['', '/StatusNotifierItem'])('knows an item of this process that has arrived before (listed as bus name%s)', async (path) => {
    const panel = await watcher()
    await panel.appear()
    const ours = await daemon.connect()
    const told: boolean[] = []
    const look = async (items: readonly string[], pid?: number): Promise<void> => {
      panel.items.splice(0, panel.items.length, ...items)
      host = createTrayHost(bus, pid)
      await new Promise<void>((resolve) => {
        host.onChange((_state, arrived) => {
          told.push(arrived)
          resolve()
        })
      })
      host.dispose()
    }
    await look([`${ours.name}${path}`])
    await look([`${ours.name}${path}`], 1)
    await look([])
    await look(['org.example.NotThere'])
    expect(told).toEqual([true, false, false, false])
  })

  it('is found when it comes late, as at login', async () => {
    watch()
    expect(await heard.next()).toBe('absent')
    await (await watcher()).appear()
    expect(await heard.next()).toBe('present')
  })

  it('is absent while it restarts, and told anew afterwards', async () => {
    const panel = await watcher()
    await panel.appear()
    watch()
    expect(await heard.next()).toBe('present')
    await panel.vanish()
    expect(await heard.next()).toBe('absent')
    await (await watcher()).appear()
    expect(await heard.next()).toBe('present')
  })

  it('is told again when another watcher takes over without a gap', async () => {
    const first = await watcher()
    await first.appear()
    const second = await watcher()
    watch()
    expect(await heard.next()).toBe('present')
    await second.appear() // waits in the queue for the name
    await first.vanish()
    expect(await heard.next()).toBe('present')
  })

  it('is absent while the watcher has no panel', async () => {
    const panel = await watcher(false)
    await panel.appear()
    watch()
    expect(await heard.next()).toBe('absent')
    panel.setHost(true)
    expect(await heard.next()).toBe('present')
    panel.setHost(false)
    expect(await heard.next()).toBe('absent')
  })

  it('is absent without a bus', async () => {
    await daemon.kill()
    watch()
    expect(await heard.next()).toBe('absent')
  })
})

it('macOS and Windows always have a tray', () => {
  expect(createTrayHost(null).current()).toBe('present')
})
