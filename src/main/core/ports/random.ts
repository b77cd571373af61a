// Random numbers, as a port so that tests can choose them.

/** Uniform random number in [0, 1). */
export type Random = () => number
