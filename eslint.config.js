import js from '@eslint/js'
import reactHooks from 'eslint-plugin-react-hooks'
import tseslint from 'typescript-eslint'

// Imports point one way: shared <- main/core <- main/gateways, main/desktop <- main/app.ts <- main/index.ts.
const forbid = (groups, message) => ['error', { patterns: [{ group: groups, message }] }]
const room = (files, groups, message) => ({ files, rules: { 'no-restricted-imports': forbid(groups, message) } })
const NODE = ['node:*', 'fs', 'path', 'http', 'crypto', 'os', 'child_process']

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
      'max-lines': ['error', { max: 250, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    files: ['**/*.{js,mjs,cjs}'],
    languageOptions: { globals: Object.fromEntries(['process', 'console', 'Buffer', 'setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'URL', 'fetch', 'AbortController', 'AbortSignal', 'TextDecoder', 'performance', 'queueMicrotask', 'require', 'module', '__dirname'].map((name) => [name, 'readonly'])) },
  },
  { files: ['**/*.cjs'], rules: { '@typescript-eslint/no-require-imports': 'off' } },
  { files: ['src/renderer/**/*.{ts,tsx}'], plugins: { 'react-hooks': reactHooks }, rules: reactHooks.configs.recommended.rules },
  {
    files: ['src/**/*.{ts,tsx}'],
    ignores: ['src/main/desktop/ipc.ts', 'src/preload/index.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        { selector: "Identifier[name=/^(ipcMain|ipcRenderer)$/]", message: 'Raw IPC lives in main/desktop/ipc.ts and preload only.' },
        { selector: "MemberExpression[property.name='send'][object.property.name='webContents']", message: 'Raw IPC lives in main/desktop/ipc.ts and preload only.' },
      ],
    },
  },
  room(['src/shared/**'], ['electron', ...NODE, '**/main/**', '**/renderer/**', '**/preload/**', '**/sandbox/**', 'react*'], 'shared imports nothing outside itself.'),
  room(['src/main/core/**'], ['electron', 'electron-*', 'keytar', ...NODE, '**/gateways/**', '**/desktop/**', '**/renderer/**', '**/preload/**', '**/sandbox/**'], 'core is plain TypeScript behind ports.ts.'),
  room(['src/main/gateways/**'], ['electron', 'electron-*', '**/desktop/**', '**/renderer/**', '**/preload/**', '**/sandbox/**'], 'gateways see core ports and shared only.'),
  room(['src/main/history/**'], ['electron', 'electron-*', '**/gateways/**', '**/desktop/**', '**/renderer/**', '**/preload/**', '**/sandbox/**'], 'history sees core ports and shared only.'),
  room(['src/main/desktop/**'], ['**/gateways/**', '**/renderer/**', '**/preload/**', '**/sandbox/**'], 'desktop adapters decide nothing.'),
  room(['src/main/app.ts', 'src/main/app-*.ts', 'src/main/sandbox-host.ts'], ['electron', 'electron-*', '**/renderer/**', '**/preload/**'], 'app.ts is wiring; Electron is behind main/desktop.'),
  room(['src/preload/**'], ['**/main/**', '**/renderer/**', '**/sandbox/**', ...NODE], 'preload sees shared only.'),
  room(['src/renderer/**'], ['electron', ...NODE, '**/main/**', '**/preload/**', '**/sandbox/**'], 'the renderer sees shared only.'),
  room(['src/sandbox/**'], ['electron', '**/main/**', '**/renderer/**', '**/preload/**'], 'sandbox sees shared and Node only.'),
)
