// Forms and menus as an operator fills and opens them, by their Russian labels.
import type { Locator, Page } from 'playwright-core'
import { ru } from '../../../src/shared/words/i18n/ru'
import type { FailureCode } from '../../../src/shared/model/failure'
import { kindWords } from '../../fakes/kind-specs'

const words = ru.window

/** Kinds whose form asks for something. */
export type FormKind = 'academyos' | 'wpp-platform' | 'wppconnect' | 'evolution' | 'waha'

/** One input of a kind's form. */
export function fieldOf(page: Page, kind: FormKind, name: string): Locator {
  return page.getByLabel(kindWords(kind).fields[name]?.label ?? name, { exact: true })
}

/** Types the values into the form that is open. */
export async function fillFields(page: Page, kind: FormKind, values: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, value] of Object.entries(values)) await fieldOf(page, kind, name).fill(value)
}

/** Opens the form of a kind: from the welcome screen, or by «Добавить подключение». */
export async function openForm(page: Page, kind: FormKind): Promise<void> {
  const card = page.getByRole('button', { name: kindWords(kind).name })
  const more = page.getByRole('button', { name: words.list.addConnection })
  await card.or(more).first().waitFor()
  if (await more.isVisible()) await more.click()
  await card.click()
}

/** Opens the form, fills it in and sends it. */
export async function addConnection(page: Page, kind: FormKind, values: Readonly<Record<string, string>>): Promise<void> {
  await openForm(page, kind)
  await fillFields(page, kind, values)
  await page.getByRole('button', { name: words.form.add, exact: true }).click()
}

/** A line of the three dots' menu beside a name. */
export async function choose(page: Page, name: string, line: string): Promise<void> {
  await page
    .getByRole('button', { name: words.app.actions.replace('{{name}}', name) })
    .first()
    .click()
  await page.getByRole('menuitem', { name: line, exact: true }).click()
}

/** The sentence of a failure and its next step, both on screen. */
export async function seesFailure(page: Page, code: FailureCode): Promise<void> {
  const { what, next } = ru.failure[code]
  await page.getByText(what).filter({ visible: true }).first().waitFor({ timeout: 15_000 })
  await page.getByText(next).filter({ visible: true }).first().waitFor()
}
