// Plain progress lines on stderr, so that stdout stays for results that another program reads.

/** Prints one line of progress. */
export function say(line) {
  process.stderr.write(`${line}\n`)
}

/** Ends the script with a sentence and no stack trace: for a problem that the person can solve. */
export class Stop extends Error {}

/** Runs a script's main function; a {@link Stop} is a sentence and exit code 1, anything else is a bug and shows its stack. */
export async function run(main) {
  try {
    const code = await main()
    if (typeof code === 'number') process.exitCode = code
  } catch (error) {
    say(error instanceof Stop ? `\n${error.message}` : (error?.stack ?? String(error)))
    process.exitCode = 1
  }
}
