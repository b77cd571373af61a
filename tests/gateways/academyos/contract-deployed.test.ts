import { startDeployedStandIn } from '../../standins/academyos-deployed'
import { academyosContract } from './contract'

academyosContract('the stand-in of the deployed functions', async () => {
  const standIn = await startDeployedStandIn()
  const [person] = standIn.users
  if (!person) throw new Error('The stand-in has nobody to sign in')
  return { ...standIn, login: person.email, password: person.password, flavour: 'deployed', revoke: () => standIn.auth.revoke(person.email) }
})
