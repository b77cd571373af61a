import { servePlan } from '../plan.ts'

servePlan('status')
