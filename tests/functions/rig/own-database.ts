// A database of a test's own on the system's server, for what would touch the rows of every test that runs beside it.
import postgres from 'postgres'
import { applyPrelude } from '../../../scripts/system/migrate.mjs'
import { system } from './client'

/** Makes a database with what Supabase brings along, and no tables of ours. Answers its address. */
export async function ownDatabase(purpose: string): Promise<string> {
  const name = `${purpose}_${process.pid}`
  const on = (url: string): string => url.replace(/\/postgres$/, `/${name}`)
  const admin = postgres(system.adminUrl, { max: 1, onnotice: () => undefined })
  await admin.unsafe(`create database ${name} owner postgres`)
  await admin.end()
  await applyPrelude(on(system.adminUrl))
  return on(system.dbUrl)
}
