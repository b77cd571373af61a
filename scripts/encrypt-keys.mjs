// npm run encrypt-keys: moves plaintext platform keys of older functions into their encrypted column, and seals keys again
// with the newest encryption key. Without --yes it only tells what it would do.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const HELP = `Encrypts the platform keys that the older functions stored as plain text.

  SUPABASE_DB_URL=… WPP_ENCRYPTION_KEYS=… npm run encrypt-keys -- [--yes] [--rotate]

  --yes      do it; without, only count
  --rotate   also seal again what was sealed with an older key of WPP_ENCRYPTION_KEYS

Functions that read the plain text stop working for converted numbers: wpp-send and every other older function that
reads settings.wppApiKey. Convert when none of them is in use. docs/server.md says more.`

async function main(args) {
  if (args.includes('--help')) return console.log(HELP)
  const { default: postgres } = await import('postgres')
  const { createVault, keyIdOf, keyPlace } = await import('../supabase/functions/_shared/companion/vault.ts')
  const { maskKey } = await import('../supabase/functions/_shared/companion/mask.ts')
  const { SUPABASE_DB_URL: url, WPP_ENCRYPTION_KEYS: keys } = process.env
  if (!url || !keys) throw new Error('SUPABASE_DB_URL and WPP_ENCRYPTION_KEYS must be set. --help says more.')
  const vault = createVault(keys)
  const doIt = args.includes('--yes')
  const sql = postgres(url, { max: 1, onnotice: () => undefined })
  try {
    const plain = await sql`
      select id, settings ->> 'wppApiKey' as key, wpp_api_key_enc is not null as sealed from public.messenger_integrations
      where provider = 'wpp' and coalesce(settings ->> 'wppApiKey', '') <> ''`
    for (const { id, key, sealed } of doIt ? plain : []) {
      const enc = await vault.seal(key, keyPlace(id))
      // The row may have changed since it was read: then it is left for the next run.
      await sql`update public.messenger_integrations set
          wpp_api_key_enc = case when ${sealed} then wpp_api_key_enc else ${enc} end,
          wpp_api_key_mask = case when ${sealed} then wpp_api_key_mask else ${maskKey(key)} end,
          settings = settings - 'wppApiKey' - 'wppJwtToken' - 'wppJwtExpiresAt', updated_at = now()
        where id = ${id} and settings ->> 'wppApiKey' = ${key} and (wpp_api_key_enc is not null) = ${sealed}`
    }
    console.log(`${doIt ? 'Encrypted' : 'To encrypt'}: ${plain.length} plain-text key${plain.length === 1 ? '' : 's'}.`)
    if (args.includes('--rotate')) await rotate(sql, vault, { keyIdOf, keyPlace }, doIt)
    if (!doIt) console.log('Nothing was changed. Add --yes to do it.')
  } finally {
    await sql.end()
  }
}

async function rotate(sql, vault, { keyIdOf, keyPlace }, doIt) {
  const rows = await sql`select id, wpp_api_key_enc as enc from public.messenger_integrations where wpp_api_key_enc is not null`
  const old = rows.filter(({ enc }) => keyIdOf(enc) !== vault.currentKeyId)
  for (const { id, enc } of doIt ? old : []) {
    const fresh = await vault.seal(await vault.open(enc, keyPlace(id)), keyPlace(id))
    // Tokens are not sealed again: a new one is fetched when it is missing.
    await sql`update public.messenger_integrations set wpp_api_key_enc = ${fresh}, wpp_token_enc = null, wpp_token_expires_at = null, wpp_token_renew_at = null
      where id = ${id} and wpp_api_key_enc = ${enc}`
  }
  console.log(`${doIt ? 'Sealed again' : 'To seal again'} with key "${vault.currentKeyId}": ${old.length}.`)
}

// The vault is TypeScript of the functions: Deno reads it as it is.
if (typeof globalThis.Deno === 'undefined') {
  const { DENO_FLAGS, denoBinary } = await import('./system/functions.mjs')
  const { status } = spawnSync(denoBinary(), ['run', '-A', ...DENO_FLAGS, fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: 'inherit' })
  process.exitCode = status ?? 1
} else {
  await main(process.argv.slice(2)).catch((error) => {
    console.error(`Not done: ${error.message}`)
    process.exitCode = 1
  })
}
