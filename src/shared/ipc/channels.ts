// Names of the IPC channels. They are not in contract.ts, so that the preload script does not load zod.

/** Channel of every call; the call's name is its first argument. */
export const CALL_CHANNEL = 'companion:call'
/** Channel of patches from main to the window. */
export const PATCH_CHANNEL = 'companion:patch'
