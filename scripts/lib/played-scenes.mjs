// Scenes of the gallery that need clicks or typing before they are photographed.
/* global document */

const button = (page, name) => page.getByRole('button', { name })
/** Scenes that need clicks or typing: name -> the scene to start from and what to do. */
export const PLAYED = {
  'form-academyos': ['welcome', async (page) => button(page, /AcademyOS/).click()],
  'form-wpp-platform': ['welcome', async (page) => button(page, /WPP Platform/).click()],
  'pair-dialog': ['scan-pairs', async (page) => button(page, /По номеру телефона|By phone number/).click()],
  'form-described': ['welcome', async (page) => button(page, /Z-API/).click()],
  'form-sandbox': ['welcome', async (page) => page.locator('main li button').last().click()],
  'form-missing': [
    'welcome',
    async (page) => {
      await button(page, /AcademyOS/).click()
      await page.locator('button[type=submit]').click()
    },
  ],
  'form-email': [
    'settings-passed-on',
    async (page) => {
      await button(page, /^(Изменить: Почта|Change: E-mail)$/).click()
      await page.locator('input[name=server]').fill('smtp.other.example')
      await page.locator('form button[type=submit]').click()
      await page.locator('[id$=-wrong]').waitFor()
    },
  ],
  'form-failed': [
    'welcome',
    async (page) => {
      await fillAcademy(page, 'operator@example.com')
      await page.locator('[id$=-wrong]').waitFor()
    },
  ],
  'form-busy': ['welcome', async (page) => fillAcademy(page, 'wait')],
  'ask-disconnect': [
    'connected',
    async (page) => {
      await button(page, /^(Отключить|Disconnect)$/).click()
      await page.locator('dialog').waitFor()
    },
  ],
  'ask-remove-connection': [
    'list',
    async (page) => {
      await openMenu(page)
      await page.getByRole('menuitem').last().click()
    },
  ],
  'ask-remove': [
    'connected',
    async (page) => {
      await page.locator('main header [aria-haspopup=menu]').first().click()
      await page.getByRole('menuitem').last().click()
      await page.locator('dialog').waitFor()
    },
  ],
  'refresh-failed': [
    'list',
    async (page) => {
      await openMenu(page)
      await page.getByRole('menuitem').first().click()
      await page.getByRole('alert').waitFor()
    },
  ],
  'unlock-failed': [
    'memory-locked',
    async (page) => {
      await button(page, /Разблокировать|Unlock/)
        .first()
        .click()
      await page.getByRole('alert').waitFor()
    },
  ],
  'settings-escalation': [
    'settings-passed-on',
    async (page) =>
      page
        .locator('dialog')
        .getByText(/^(Если никто не отреагировал|If nobody reacts)$/)
        .first()
        .evaluate((node) => node.scrollIntoView()),
  ],
  'settings-drill': [
    'settings-passed-on',
    async (page) => {
      await page
        .locator('dialog')
        .getByRole('button', { name: /^(Учебная тревога|Fire drill)$/ })
        .click()
      await page.locator('dialog ol li').last().waitFor()
      await page.locator('dialog ol').evaluate((node) => node.scrollIntoView({ block: 'center' }))
    },
  ],
  'settings-webhook': [
    'settings-passed-on',
    async (page) => {
      await button(page, /(Изменить|Change): /)
        .first()
        .click()
      await page.locator('dialog form').evaluate((node) => node.scrollIntoView({ block: 'center' }))
    },
  ],
  'settings-telegram-wrong': [
    'settings-passed-on',
    async (page) => {
      await button(page, /(Изменить|Change): Telegram/).click()
      await page.locator('input[name=chat]').fill('our group')
      await page.locator('dialog button[type=submit]').click()
      await page.locator('[id$=-wrong]').waitFor()
      await page.locator('dialog form').evaluate((node) => node.scrollIntoView({ block: 'center' }))
    },
  ],
  'settings-support': [
    'settings',
    async (page) => {
      await button(page, /^(Собрать|Collect)$/).click()
      await button(page, /^(Показать в папке|Show in folder)$/).waitFor()
      await page
        .locator('dialog section')
        .last()
        .evaluate((node) => node.scrollIntoView({ block: 'end' }))
    },
  ],
  'settings-notices': [
    'settings',
    async (page) => {
      await button(page, /^(Лицензии сторонних программ|Third-party notices)$/).click()
      await page.locator('dialog pre').waitFor()
    },
  ],
  doctor: ['failed-codes', async (page) => button(page, /^(Не получается подключить|Does not connect)\?$/).click()],
  'history-events': [
    'down-logged-out',
    async (page) => {
      await page.getByText(/^\d+ (событи|event)/).click()
      await page
        .locator('main')
        .getByText(/^\d+ (событи|event)/)
        .evaluate((node) => node.scrollIntoView())
    },
  ],
  'settings-quiet': [
    'settings',
    async (page) => {
      await page.getByRole('switch', { name: /^(Тихие часы|Quiet hours)/ }).evaluate((node) => node.scrollIntoView({ block: 'center' }))
    },
  ],
  'menu-connection': ['list', openMenu],
  'sign-in-again': [
    'unknown-sign-in',
    async (page) =>
      page
        .locator('main section button')
        .filter({ hasText: /Войти снова|Sign in again/ })
        .first()
        .click(),
  ],
  details: ['down-logged-out', async (page) => page.locator('summary').first().click()],
  'search-nothing': ['many', async (page) => page.getByRole('searchbox').fill('zzz')],
  'many-scrolled': [
    'thousands',
    async (page) => {
      await page.locator('[data-line]').first().focus()
      await page.keyboard.press('End')
      await page.waitForFunction(() => document.activeElement?.closest('li')?.matches(':last-child'))
    },
  ],
}

async function openMenu(page) {
  await page.locator('nav [aria-haspopup=menu]').first().click()
}
async function fillAcademy(page, login) {
  await button(page, /AcademyOS/).click()
  for (const [name, value] of [
    ['address', 'https://server.example'],
    ['publicKey', 'eyJhbGciOi.example.key'],
    ['login', login],
    ['password', 'not-a-real-one'],
  ])
    await page.locator(`input[name=${name}]`).fill(value)
  await page.locator('button[type=submit]').click()
}
