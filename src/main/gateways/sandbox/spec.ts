// The sandbox as the window draws it.
import type { KindSpec } from '../../../shared/model/connection-kinds'

/** Its form and its words. */
export const sandboxSpec: KindSpec = {
  kind: 'sandbox',
  icon: 'flask',
  connectionFields: [],
  numberFields: [],
  signInFields: [],
  tellsPhone: false,
  simulated: true,
  words: {
    ru: {
      name: 'Песочница',
      about: 'Симулятор: ненастоящая платформа и ненастоящий телефон внутри приложения. Учётная запись не нужна.',
      add: 'Открыть песочницу',
      fields: {},
    },
    en: {
      name: 'Sandbox',
      about: 'A simulation: a pretend platform and a pretend phone inside the app. No account needed.',
      add: 'Open the sandbox',
      fields: {},
    },
  },
}
