import js from '@eslint/js'
import reactHooks from 'eslint-plugin-react-hooks'
import tseslint from 'typescript-eslint'

// Imports point one way. The order is written here as data: a folder sees the folders before it in its list, and those through their door (index.ts) only.

/** The rooms of src/main/core, in the order in which they may see each other. */
const CORE = ['ports', 'time', 'session', 'watch', 'notices', 'alarms', 'healing', 'history', 'registry', 'monitor', 'view', 'support']

/** What each part of src may not import, and why. Patterns as in .gitignore. */
const NODE = ['node:*', 'fs', 'path', 'http', 'crypto', 'os', 'child_process']
const PARTS = {
  'src/shared/**': {
    never: ['electron', ...NODE, '**/main/**', '**/renderer/**', '**/preload/**', '**/sandbox/**', 'react*'],
    why: 'shared imports nothing outside itself.',
  },
  'src/main/gateways/**': {
    never: ['electron', 'electron-*', '**/channels/**', '**/desktop/**', '**/wiring/**', '**/renderer/**', '**/preload/**'],
    why: 'gateways see core ports and shared only.',
  },
  'src/main/channels/**': {
    never: ['electron', 'electron-*', '**/desktop/**', '**/wiring/**', '**/renderer/**', '**/preload/**', '**/sandbox/**'],
    why: 'channels see core, gateways/http and shared only.',
  },
  'src/main/history/**': {
    never: ['electron', 'electron-*', '**/gateways/**', '**/desktop/**', '**/wiring/**', '**/renderer/**', '**/preload/**', '**/sandbox/**'],
    why: 'history sees core ports and shared only.',
  },
  'src/main/desktop/**': {
    never: ['**/gateways/**', '**/channels/**', '**/wiring/**', '**/renderer/**', '**/preload/**', '**/sandbox/**'],
    why: 'desktop adapters decide nothing.',
  },
  'src/main/wiring/**': { never: ['electron', 'electron-*', '**/renderer/**', '**/preload/**'], why: 'wiring connects; Electron is behind main/desktop.' },
  'src/preload/**': { never: ['**/main/**', '**/renderer/**', '**/sandbox/**', ...NODE], why: 'preload sees shared only.' },
  'src/renderer/**': { never: ['electron', ...NODE, '**/main/**', '**/preload/**', '**/sandbox/**'], why: 'the renderer sees shared only.' },
  'src/sandbox/**': { never: ['electron', '**/main/**', '**/renderer/**', '**/preload/**'], why: 'sandbox sees shared and Node only.' },
}
/** Insides of a core room, seen from outside core. Tests of a room may open it. */
const INSIDES = { group: ['**/core/*/*'], message: 'Other folders import a core room by its door: core/<room>.' }

const forbid = (...patterns) => ['error', { patterns }]
const part = ([files, { never, why }]) => ({ files: [files], rules: { 'no-restricted-imports': forbid({ group: never, message: why }, INSIDES) } })
/** A core room. `deeper`: the folders in it, whose files reach the other rooms by one step more. */
const coreRoom = (name, place, deeper) => {
  const up = deeper ? '../../' : '../'
  const later = CORE.slice(place + 1).flatMap((each) => [`${up}${each}`, `${up}${each}/*`])
  return {
    files: [`src/main/core/${name}/${deeper ? '*/**' : '*'}`],
    rules: {
      'no-restricted-imports': forbid(
        {
          group: [
            'electron',
            'electron-*',
            'keytar',
            ...NODE,
            '**/main/**',
            '**/renderer/**',
            '**/preload/**',
            '**/sandbox/**',
            `${up}../[a-z]*`,
            `${up}../../[a-rt-z]*`,
          ],
          message: 'core is plain TypeScript behind its ports.',
        },
        { group: CORE.map((each) => `${up}${each}/*`), message: 'Other rooms are imported by their door: ../<room>.' },
        ...(later.length > 0 ? [{ group: later, message: `core/${name} sees only the rooms before it: ${CORE.slice(0, place).join(', ')}.` }] : []),
      ),
    },
  }
}

export default tseslint.config(
  { ignores: ['out/', 'dist/', 'demo/', 'node_modules/', 'test-results/', '.cache/'] },
  js.configs.recommended,
  ...tseslint.configs.strict,
  {
    files: ['**/*.{ts,tsx}'],
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': 'error',
      'no-duplicate-imports': ['error', { allowSeparateTypeImports: true }],
      'max-lines': ['error', { max: 250, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    // Rules that need types. Left out: baselines, which are kept as they were found.
    files: ['{src,tests,supabase,bench}/**/*.{ts,tsx}', '*.config.ts'],
    ignores: ['bench/*/baseline/**', '**/*.d.ts'],
    extends: [tseslint.configs.strictTypeCheckedOnly],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      // `() => store.set(x)` and `void count++` are short callbacks, `return cancel()` is an early end.
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/no-meaningless-void-operator': 'off',
      // A case that a union gets later is not forgotten where it is taken apart.
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      // Parts are made by functions and use no `this`, so their functions may be taken off them.
      '@typescript-eslint/unbound-method': 'off',
      // `async` is also how a fake answers with a promise, and how an exception becomes a rejection.
      '@typescript-eslint/require-await': 'off',
    },
  },
  {
    // Scripts are JavaScript, so that Node runs them before anything is installed or built. What has no declared type counts as `any` there, and the rules
    // about `any` would be about every parameter; those about promises hold.
    files: ['{scripts,bench}/**/*.mjs'],
    ignores: ['bench/*/baseline/**'],
    plugins: { '@typescript-eslint': tseslint.plugin },
    languageOptions: { parser: tseslint.parser, parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/no-for-in-array': 'error',
      '@typescript-eslint/only-throw-error': 'error',
      '@typescript-eslint/prefer-promise-reject-errors': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
    },
  },
  {
    // `expect.any()`, rows of SQL and the scripts that tests import have the type `any`.
    files: ['tests/**/*.{ts,tsx}'],
    rules: { '@typescript-eslint/no-unsafe-argument': 'off', '@typescript-eslint/no-unsafe-assignment': 'off', '@typescript-eslint/no-unsafe-return': 'off' },
  },
  {
    files: ['**/*.{js,mjs,cjs}'],
    languageOptions: {
      globals: Object.fromEntries(
        [
          'process',
          'console',
          'Buffer',
          'setTimeout',
          'clearTimeout',
          'setInterval',
          'clearInterval',
          'URL',
          'fetch',
          'AbortController',
          'AbortSignal',
          'TextDecoder',
          'performance',
          'queueMicrotask',
          'require',
          'module',
          '__dirname',
        ].map((name) => [name, 'readonly']),
      ),
    },
  },
  // A list of sentences is read by looking up a key, not from top to bottom.
  { files: ['src/shared/words/i18n/**'], rules: { 'max-lines': 'off' } },
  { files: ['**/*.cjs'], rules: { '@typescript-eslint/no-require-imports': 'off' } },
  { files: ['src/renderer/**/*.{ts,tsx}'], plugins: { 'react-hooks': reactHooks }, rules: reactHooks.configs.recommended.rules },
  {
    files: ['src/**/*.{ts,tsx}'],
    ignores: ['src/main/desktop/window/ipc.ts', 'src/preload/index.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        { selector: 'Identifier[name=/^(ipcMain|ipcRenderer)$/]', message: 'Raw IPC lives in main/desktop/window/ipc.ts and preload only.' },
        {
          selector: "MemberExpression[property.name='send'][object.property.name='webContents']",
          message: 'Raw IPC lives in main/desktop/window/ipc.ts and preload only.',
        },
        {
          selector: 'Literal[regex.pattern=/[^\\x00-\\x7F]/]',
          message: 'Write it as \\u escape: the bundler cannot, and one such letter doubles what the whole chunk takes in memory.',
        },
      ],
    },
  },
  ...CORE.flatMap((name, place) => [coreRoom(name, place, false), coreRoom(name, place, true)]),
  ...Object.entries(PARTS).map(part),
)
