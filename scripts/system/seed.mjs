// Two organisations and three operators, with passwords that are new at each start.
import { randomBytes } from 'node:crypto'

const ORGANIZATIONS = ['Romashka School', 'Vasilek Clinic']
const OPERATORS = [
  { name: 'anna', organization: 0, role: 'admin', phone: '70000000001' },
  { name: 'boris', organization: 0, role: 'operator' },
  { name: 'vera', organization: 1, role: 'operator' },
]

/** Seeds an empty database; answers the operators with their passwords. */
export async function seed(sql, auth) {
  const organizations = []
  for (const name of ORGANIZATIONS) {
    const [row] = await sql`insert into public.organizations (name) values (${name}) returning id, name`
    organizations.push({ id: row.id, name: row.name })
  }
  const operators = []
  for (const { name, organization, role, phone } of OPERATORS) {
    operators.push(await addOperator(sql, auth, { email: `${name}@example.test`, organizationId: organizations[organization].id, role, phone }))
  }
  return {
    organizations,
    operators: operators.map((operator) => ({ ...operator, organization: organizations.find((each) => each.id === operator.organizationId).name })),
  }
}

/** Adds one operator to an organisation (null = a person without one). */
export async function addOperator(sql, auth, { email, organizationId, role = 'operator', phone }) {
  const password = randomBytes(9).toString('base64url')
  const id = await auth.addUser({ email, phone: phone ?? null, password })
  await sql`insert into public.profiles (id, organization_id, email, phone, wpp_role) values (${id}, ${organizationId}, ${email}, ${phone ?? null}, ${role})`
  return { id, email, phone: phone ?? null, password, organizationId, role }
}
