// The services that a webhook's address may belong to: each wants its own body.

/** `plain`: the operator's own receiver, which gets the app's JSON, signed. */
export const WEBHOOK_SERVICES = ['plain', 'slack', 'mattermost', 'discord', 'teams', 'google-chat', 'ntfy', 'gotify'] as const
export type WebhookService = (typeof WEBHOOK_SERVICES)[number]

/** What the form offers: recognise by the address, or one of them. */
export const WEBHOOK_CHOICES = ['auto', ...WEBHOOK_SERVICES] as const
export type WebhookChoice = (typeof WEBHOOK_CHOICES)[number]
