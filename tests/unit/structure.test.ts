// The shape of the repository: small folders everywhere; in src imports that never go in a circle, and a door for each room of core.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, posix, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const MOST_FILES = 15

/** Folders of source beside src. */
const SURROUNDINGS = ['bench', 'scripts', 'supabase', 'tests']

/** The source files below a folder, as paths from the root. */
function sourcesIn(folder: string): readonly string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(?:[cm]?tsx?|mjs|cjs)$/.test(entry.name))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)).split(sep).join('/'))
}

const files = sourcesIn('src')
const known = new Set(files)

/** Files that one file imports, types and `import()` included; packages, styles and data are left out. */
function importsOf(file: string): readonly string[] {
  const { importedFiles } = ts.preProcessFile(readFileSync(join(ROOT, file), 'utf8'), true, true)
  return importedFiles
    .map(({ fileName }) => fileName.replace(/\?.*$/, ''))
    .filter((name) => name.startsWith('.') && !/\.(?:css|json)$/.test(name))
    .map((name) => {
      const base = posix.join(posix.dirname(file), name)
      const found = [base, `${base}.ts`, `${base}.tsx`, `${base}/index.ts`].find((each) => known.has(each))
      if (found === undefined) throw new Error(`${file} imports ${name}, which was not found`)
      return found
    })
}

const edges = files.flatMap((from) => importsOf(from).map((to) => ({ from, to })))

/** First circle found among folders, e.g. `a → b → a (a/x.ts imports b/y.ts; …)`; undefined = none. `folderOf` maps a file to its folder. */
function circle(folderOf: (file: string) => string | undefined): string | undefined {
  const graph = new Map<string, Map<string, string>>()
  for (const { from, to } of edges) {
    const [a, b] = [folderOf(from), folderOf(to)]
    if (a === undefined || b === undefined || a === b) continue
    graph.set(a, (graph.get(a) ?? new Map<string, string>()).set(b, `${from} imports ${to}`))
  }
  const done = new Set<string>()
  const visit = (folder: string, path: readonly string[]): string | undefined => {
    const at = path.indexOf(folder)
    if (at >= 0) {
      const ring = [...path.slice(at), folder]
      return `${ring.join(' → ')} (${ring.flatMap((each, i) => graph.get(each)?.get(ring[i + 1] ?? '') ?? []).join('; ')})`
    }
    if (done.has(folder)) return undefined
    for (const next of graph.get(folder)?.keys() ?? []) {
      const found = visit(next, [...path, folder])
      if (found !== undefined) return found
    }
    done.add(folder)
    return undefined
  }
  for (const folder of graph.keys()) {
    const found = visit(folder, [])
    if (found !== undefined) return found
  }
  return undefined
}

describe('the shape of the repository', () => {
  it(`has at most ${MOST_FILES} source files directly in one folder`, () => {
    const counts = new Map<string, number>()
    for (const file of [...files, ...SURROUNDINGS.flatMap(sourcesIn)]) counts.set(dirname(file), (counts.get(dirname(file)) ?? 0) + 1)
    expect([...counts].filter(([, count]) => count > MOST_FILES)).toEqual([])
  })
})

describe('the shape of src', () => {
  it('has no circle of imports between folders', () => {
    expect(circle((file) => dirname(file))).toBeUndefined()
  })

  it('has no circle of imports between neighbouring folders, each taken with all that is in it', () => {
    const parents = new Set(files.flatMap((file) => file.split('/').map((_, depth, parts) => parts.slice(0, depth).join('/'))))
    for (const parent of [...parents].filter((each) => each !== '')) {
      // Files directly in the parent belong to no child: they connect the children.
      const childOf = (file: string): string | undefined => {
        if (!file.startsWith(`${parent}/`) || dirname(file) === parent) return undefined
        return `${parent}/${file.slice(parent.length + 1).split('/')[0]}`
      }
      expect(circle(childOf)).toBeUndefined()
    }
  })

  it('has a door in each room of core', () => {
    const core = join(ROOT, 'src/main/core')
    const rooms = readdirSync(core, { withFileTypes: true })
    expect(rooms.filter((room) => !room.isDirectory()).map((room) => room.name)).toEqual([])
    expect(rooms.map((room) => room.name).filter((room) => !existsSync(join(core, room, 'index.ts')))).toEqual([])
  })

  // Lint sees this for `import … from` only; here `import()` is seen too.
  it('has no import past the door of a room of core, `import()` included', () => {
    const roomOf = (file: string): string | undefined => /^src\/main\/core\/[^/]+/.exec(file)?.[0]
    const past = edges.filter(({ from, to }) => roomOf(to) !== undefined && roomOf(to) !== roomOf(from) && to !== `${roomOf(to)}/index.ts`)
    expect(past).toEqual([])
  })
})
