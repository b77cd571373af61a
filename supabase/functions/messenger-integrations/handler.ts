// messenger-integrations: the list in the deployed shape; the logic is that of wpp-integrations.

/** GET `?messenger_type=whatsapp`. */
export { handleDeployedShape as handle } from '../wpp-integrations/handler.ts'
