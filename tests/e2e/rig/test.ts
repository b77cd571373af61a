// `inWorld`: a test in a world of its own, which is always ended; when it fails, what was on screen and on the bus stays in test-results/.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'vitest'
import { launchApp, RESULTS, type LaunchOptions, type RunningApp } from './app'
import { startWorld, type World, type WorldOptions } from './world'

/** What a test gets. */
export interface Scene {
  readonly world: World
  /** Starts the packaged app in the world. */
  launch(options?: Omit<LaunchOptions, 'world' | 'name'>): Promise<RunningApp>
}

/** Declares one E2E test. */
export function inWorld(name: string, options: WorldOptions, run: (scene: Scene) => Promise<void>): void {
  test(name, async () => {
    const world = await startWorld(options)
    const slug = name.replace(/[^\p{L}\p{N}]+/gu, '-').slice(0, 80)
    const apps: RunningApp[] = []
    try {
      await run({
        world,
        async launch(launchOptions = {}) {
          const app = await launchApp({ ...launchOptions, world, name: slug })
          apps.push(app)
          return app
        },
      })
    } catch (error) {
      await keepEvidence(slug, world, apps)
      throw error
    } finally {
      await world.stop()
    }
  })
}

async function keepEvidence(slug: string, world: World, apps: readonly RunningApp[]): Promise<void> {
  mkdirSync(RESULTS, { recursive: true })
  const pages = apps.flatMap((app) => app.electron.windows())
  for (const [index, page] of pages.entries()) {
    // The failure itself is what the test reports; a window that cannot be drawn any more must not hide it.
    await page.screenshot({ path: join(RESULTS, `${slug}-${index + 1}.png`), timeout: 3_000 }).catch(() => undefined)
  }
  const seen = { tray: await world.tray.read().catch(() => null), notices: world.notices.notices }
  writeFileSync(join(RESULTS, `${slug}.json`), JSON.stringify(seen, null, 2))
}
