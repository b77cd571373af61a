// The simulated platform of the Sandbox connection: started when somebody needs it, stopped with the app.
import type { SandboxFaults } from '../../../shared/ipc/snapshot'
import type { Sandbox } from '../../../sandbox'
import type { ControlClient } from '../../../sandbox/control-client'
import type { SandboxControl } from '../../core/view'
import type { Log } from '../../core/ports'

/** Where the sandbox answers, and its panel. */
export interface SandboxHost {
  /** Starts it if need be. */
  resolve(): Promise<{ address: string; controlToken: string }>
  control(onFaults: (faults: SandboxFaults) => void): Promise<SandboxControl>
  close(): Promise<void>
}

/** Nothing is started yet. `dir` holds the simulated numbers, so that they survive a restart. */
export function createSandboxHost(dir: string, log: Log): SandboxHost {
  let starting: Promise<{ sandbox: Sandbox; client: ControlClient }> | null = null
  const start = () =>
    (starting ??= Promise.all([import('../../../sandbox'), import('../../../sandbox/control-client')])
      .then(async ([{ startSandbox }, { controlClient }]) => {
        const sandbox = await startSandbox({ dir })
        log.info('sandbox listens', { address: sandbox.address })
        return { sandbox, client: controlClient(sandbox) }
      })
      .catch((error: unknown) => {
        starting = null // the next need tries again
        throw error
      }))
  return {
    resolve: async () => (await start()).sandbox,
    async control(onFaults) {
      const { client } = await start()
      return {
        phone: (sessionId, action) => client.phone(sessionId, action),
        async faults(faults) {
          const set = await client.faults(faults)
          if (set.ok) onFaults(faults)
          return set
        },
      }
    },
    async close() {
      const running = await starting?.catch(() => null)
      await running?.sandbox.close()
    },
  }
}
