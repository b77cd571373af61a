/** How many sequences each property tries: 2,000 among the tests, 100,000 in the long run (`npm run test:long`). */
export const RUNS = Number(process.env['PROPERTY_RUNS'] ?? 2_000)
