// Words of the simulated platform and phone.

/** The panel of the simulated platform and phone. */
export const sandbox = {
  title: 'Симулятор',
  lead: 'Ненастоящий телефон и ненастоящая платформа. Настоящий WhatsApp не затрагивается.',
  phone: 'Телефон',
  action: {
    scan: 'Отсканировать код',
    'scan-wrong-phone': 'Отсканировать чужим телефоном',
    unlink: 'Отвязать',
    'go-offline': 'Выключить',
    'come-online': 'Включить',
    'lose-session': 'Сервер теряет сессию',
  },
  platform: 'Сбой платформы',
  mode: {
    none: 'Нет, всё исправно',
    'server-error': 'Ошибка 500',
    'rate-limited': 'Слишком много запросов (429)',
    cut: 'Обрыв соединения',
    malformed: 'Испорченный ответ',
    html: 'HTML вместо ответа',
    'expired-token': 'Токен устарел',
  },
  latency: 'Задержка ответа',
  latencyNone: 'Нет',
} as const
