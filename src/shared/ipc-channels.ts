// Kept apart from the contract so that the preload script carries no schema library.

/** Channel of every call; the call's name is its first argument. */
export const CALL_CHANNEL = 'companion:call'
/** Channel of patches from main to the window. */
export const PATCH_CHANNEL = 'companion:patch'
