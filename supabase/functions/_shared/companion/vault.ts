// Platform keys at rest: AES-256-GCM with a key from the environment, bound to their row and column, with a key id so that
// keys can be rotated: the first key of the list encrypts, all of them decrypt.

type ImportedKey = Awaited<ReturnType<typeof crypto.subtle.importKey>>

/** Encrypts and decrypts one text. `place` (row and column) is authenticated, so a ciphertext cannot be moved to another row. */
export interface Vault {
  seal(plain: string, place: string): Promise<string>
  open(sealed: string, place: string): Promise<string>
  /** The key id that new texts are sealed with. */
  readonly currentKeyId: string
}

/** The key id of a sealed text, or null if it is none. */
export function keyIdOf(sealed: string): string | null {
  const [keyId, nonce, text] = sealed.split('.')
  return keyId && nonce && text ? keyId : null
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0))
}

function toBase64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '')
}

/** Parses `id:base64[,id:base64…]` (32 bytes each). Fails with a sentence that holds no key. */
function parseKeys(setting: string): ReadonlyMap<string, Uint8Array<ArrayBuffer>> {
  const keys = new Map<string, Uint8Array<ArrayBuffer>>()
  for (const part of setting
    .split(',')
    .map((each) => each.trim())
    .filter(Boolean)) {
    const [, id, text] = /^([A-Za-z0-9_-]{1,32}):(.+)$/.exec(part) ?? []
    if (id === undefined || text === undefined) throw new Error('WPP_ENCRYPTION_KEYS must look like id:base64[,id:base64]')
    let bytes: Uint8Array<ArrayBuffer>
    try {
      bytes = fromBase64(text)
    } catch {
      throw new Error(`WPP_ENCRYPTION_KEYS: key "${id}" is not base64`)
    }
    if (bytes.length !== 32) throw new Error(`WPP_ENCRYPTION_KEYS: key "${id}" must be 32 bytes`)
    if (keys.has(id)) throw new Error(`WPP_ENCRYPTION_KEYS: key id "${id}" twice`)
    keys.set(id, bytes)
  }
  if (keys.size === 0) throw new Error('WPP_ENCRYPTION_KEYS is empty')
  return keys
}

/** A vault over the keys of `WPP_ENCRYPTION_KEYS`. `open` fails on an unknown key id, another place or a changed text. */
export function createVault(setting: string): Vault {
  const keys = parseKeys(setting)
  const [currentKeyId = ''] = keys.keys()
  const imported = new Map<string, Promise<ImportedKey>>()
  const keyFor = (id: string): Promise<ImportedKey> => {
    const bytes = keys.get(id)
    if (!bytes) return Promise.reject(new Error(`No encryption key "${id}" in WPP_ENCRYPTION_KEYS`))
    const known = imported.get(id) ?? crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, ['encrypt', 'decrypt'])
    imported.set(id, known)
    return known
  }
  const additional = (place: string) => new TextEncoder().encode(place)
  return {
    currentKeyId,
    async seal(plain, place) {
      const nonce = crypto.getRandomValues(new Uint8Array(12))
      const key = await keyFor(currentKeyId)
      const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv: nonce, additionalData: additional(place) }, key, new TextEncoder().encode(plain))
      return `${currentKeyId}.${toBase64(nonce)}.${toBase64(new Uint8Array(sealed))}`
    },
    async open(sealed, place) {
      const [keyId = '', nonce = '', text = ''] = sealed.split('.')
      const key = await keyFor(keyId)
      try {
        const plain = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: fromBase64(nonce), additionalData: additional(place) }, key, fromBase64(text))
        return new TextDecoder().decode(plain)
      } catch {
        throw new Error(`A sealed text of ${place} does not open with key "${keyId}"`)
      }
    },
  }
}

/** Where a row's API key is sealed. */
export const keyPlace = (integrationId: string): string => `${integrationId}/api_key`
/** Where a row's platform token is sealed. */
export const tokenPlace = (integrationId: string): string => `${integrationId}/token`
