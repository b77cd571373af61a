// A stand-in for systemd-logind, the part that tells of suspend and resume. The app sees it through DBUS_SYSTEM_BUS_ADDRESS.
import { Message } from '@jellybrick/dbus-next'
import { serve, type PrivateBus } from '../../../fakes/desktop/private-bus'

const NAME = 'org.freedesktop.login1'

/** Suspends and resumes the machine, as far as programs hear. */
export interface Login1 {
  suspend(): void
  resume(): void
}

/** Owns the name on the bus. */
export async function startLogin1(bus: PrivateBus): Promise<Login1> {
  const connection = await bus.connect()
  // No file descriptors can be passed here: programs go on without the delay lock, as they must.
  await serve(connection, NAME, (call) => (call.member === 'Inhibit' ? { error: 'org.freedesktop.DBus.Error.NotSupported' } : undefined))
  const prepare = (sleeping: boolean): void => {
    connection.send(Message.newSignal('/org/freedesktop/login1', `${NAME}.Manager`, 'PrepareForSleep', 'b', [sleeping]))
  }
  return { suspend: () => prepare(true), resume: () => prepare(false) }
}
