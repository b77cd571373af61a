import { servePlan } from '../plan.ts'

servePlan('qr')
