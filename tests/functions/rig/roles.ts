// Running a statement as one of Supabase's roles, with a person's claims, as its REST interface does.
import type postgres from 'postgres'

/** The rows, or the error code that the database answers. */
export async function as(
  sql: postgres.Sql,
  role: 'anon' | 'authenticated' | 'service_role',
  userId: string | null,
  statement: string,
): Promise<readonly Record<string, unknown>[] | string> {
  try {
    return await sql.begin(async (transaction) => {
      await transaction.unsafe(`set local role ${role}`)
      await transaction`select set_config('request.jwt.claims', ${JSON.stringify(userId === null ? { role } : { role, sub: userId })}, true)`
      return [...(await transaction.unsafe<Record<string, unknown>[]>(statement))]
    })
  } catch (error) {
    return String((error as { code?: string }).code)
  }
}

/** PostgreSQL's "insufficient privilege". */
export const REFUSED = '42501'
