// Names of the IPC channels. They are not in contract.ts, so that the preload script does not load zod.

/** Channel of every call; the call's name is its first argument. */
export const CALL_CHANNEL = 'companion:call'
/** Channel on which the page says that it has drawn its first snapshot. It waits for no answer: main may still be loading. */
export const DRAWN_CHANNEL = 'companion:drawn'
/** Channel of patches from main to the window. */
export const PATCH_CHANNEL = 'companion:patch'
