import { describe, expect, it } from 'vitest'
import { callFunction, database, linkPhone, newNumber, newTeam, platformCalls } from '../rig/client'

const sql = database()

/** An answer without what differs from call to call anyway. */
const shape = ({ status, body }: Awaited<ReturnType<typeof callFunction>>) => ({ status, body: { ...body, request_id: '' } })

describe("another organisation's number", () => {
  it.each(['wpp-status', 'wpp-qr', 'wpp-disconnect', 'wpp-start'])('%s answers as for a missing one, and the platform hears nothing', async (name) => {
    const [anna, vera] = [await newTeam(), await newTeam()]
    const { session, integrationId } = await newNumber(vera)
    await newNumber(anna)
    await linkPhone(vera, session)
    const calls = (await platformCalls(vera.organizationId)).length
    for (const foreign of [{ session }, { integration_id: integrationId }, { session, integration_id: integrationId }]) {
      const missing = {
        ...('session' in foreign ? { session: '9999999999999' } : {}),
        ...('integration_id' in foreign ? { integration_id: '00000000-0000-4000-8000-000000000000' } : {}),
      }
      expect(shape(await anna.call(name, { body: foreign }))).toEqual(shape(await anna.call(name, { body: missing })))
      expect((await anna.call(name, { body: foreign })).status).toBe(404)
    }
    expect(await platformCalls(vera.organizationId)).toHaveLength(calls)
    expect((await vera.call('wpp-status', { query: { session } })).body['status']).toBe('connected')
  })

  it.each(['wpp-integrations', 'messenger-integrations'])('%s does not list it', async (name) => {
    const [anna, vera] = [await newTeam(), await newTeam()]
    const { session } = await newNumber(vera)
    const { body } = await anna.call(name, { query: { live: '1' } })
    expect(body['integrations']).toEqual([])
    expect(JSON.stringify(body)).not.toContain(session)
  })

  it('wpp-create never hands it out, even with the same Idempotency-Key', async () => {
    const [anna, vera] = [await newTeam(), await newTeam()]
    const [one, two] = [await newNumber(anna, 'the-same-key'), await newNumber(vera, 'the-same-key')]
    expect(one.session).not.toBe(two.session)
  })

  it('wpp-webhook does not accept its secret for another number', async () => {
    const [anna, vera] = [await newTeam(), await newTeam()]
    const [mine, theirs] = [await newNumber(anna), await newNumber(vera)]
    const [row] = await sql`select webhook_key from public.messenger_integrations where id = ${mine.integrationId}`
    const answer = await callFunction('wpp-webhook', {
      query: { account: theirs.session, key: String(row?.['webhook_key']) },
      body: { type: 'connected', account: theirs.session },
    })
    expect(answer).toMatchObject({ status: 401, body: { code: 'webhook_key_wrong' } })
  })

  it('a member who changed organisation sees the new one only', async () => {
    const [anna, vera] = [await newTeam(), await newTeam()]
    const { session } = await newNumber(vera)
    const { session: old } = await newNumber(anna)
    await sql`update public.profiles set organization_id = ${vera.organizationId} where id = ${anna.id}`
    expect((await anna.call('wpp-status', { query: { session } })).status).toBe(200)
    expect((await anna.call('wpp-status', { query: { session: old } })).status).toBe(404)
  })
})
