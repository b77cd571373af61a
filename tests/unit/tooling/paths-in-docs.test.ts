// The papers that lead through the code name files. Each of them exists.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const ROOT = fileURLToPath(new URL('../../../', import.meta.url))
/** The papers name files from the root, from src, from main or from its core; a file beside one that was named, by its name alone. */
const FROM = ['', 'src', 'src/main', 'src/main/core']
const names = new Set(
  ['src', 'tests', 'docs'].flatMap((folder) => readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })).map((path) => basename(path)),
)
const exists = (path: string): boolean =>
  path.includes('/') ? FROM.some((from) => existsSync(join(ROOT, from, path))) : names.has(path) || existsSync(join(ROOT, path))

/** One path for each choice of `{en,ru}`. */
const choices = (path: string): string[] => {
  const [all, inside = ''] = /\{([^}]*)\}/.exec(path) ?? []
  return all === undefined ? [path] : inside.split(',').map((each) => path.replace(all, each))
}

it.each(['docs/architecture.md', 'docs/rules.md', 'CONTRIBUTING.md'])('every file that %s names exists', (paper) => {
  const named = [...readFileSync(join(ROOT, paper), 'utf8').matchAll(/`((?:[\w.-]+\/)*(?:[\w.-]|\{[\w,]+\}|\/)+\.(?:ts|tsx|mjs|md|sql))`/g)].flatMap(
    ([, path = '']) => choices(path),
  )
  expect(named.length).toBeGreaterThan(5)
  expect(named.filter((path) => !exists(path))).toEqual([])
})
