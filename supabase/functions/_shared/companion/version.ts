// The one place of the functions' version; a test holds it equal to package.json, which functions cannot read when deployed.

/** Sent as `x-wpp-companion` with every answer. */
export const VERSION = '0.1.0'
