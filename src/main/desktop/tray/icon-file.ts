// File names of tray icons on each system.

/** macOS colours template images itself, Windows wants all sizes in one file; `@2x` beside a png is found by Electron. */
export function iconFile(icon: string, platform: NodeJS.Platform): string {
  if (platform === 'darwin') return `${icon}Template.png`
  return platform === 'win32' ? `${icon}.ico` : `${icon}.png`
}
