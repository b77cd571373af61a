/** Words of what the app is made of. */
export const about = {
  runtime: 'Electron {{electron}}, Chromium {{chrome}}, Node.js {{node}}',
  testing: 'Это сборка для проверки, не для работы: её среда выполнения больше не получает исправлений безопасности. Возьмите у администратора обычную сборку.',
  licence: 'Лицензия: MIT',
  notices: 'Лицензии сторонних программ',
} as const
