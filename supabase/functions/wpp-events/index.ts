// wpp-events over HTTP. The logic is in handler.ts.
import { serve } from '../_shared/companion/serve.ts'
import { handle } from './handler.ts'

serve('wpp-events', ['GET'], handle)
