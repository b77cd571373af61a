// What a number is told to do, by a person or by the app itself: to start its session, to get a code to type, or to stop. A command waits for the number's turn.
import { failed, success, type Outcome } from '../../../shared/model/failure'

/** What is commanded. `phone`: digits of the phone on which the code is typed. */
export type CommandWords = { readonly type: 'start' | 'disconnect' } | { readonly type: 'pair'; readonly phone: string }

/** One command. */
export interface Command {
  readonly words: CommandWords
  /** Tells the outcome to whoever gave the command. Counts once; later calls change nothing. */
  settle(outcome: Outcome): void
}

/** The commands that are not carried out yet, at most one for each number: a newer one takes the place of an older one. */
export interface Commands {
  /** Settles when the command was carried out, with `cancelled` when it was withdrawn or replaced. */
  give(key: string, words: CommandWords): Promise<Outcome>
  /** The number's command, waiting or under way. */
  of(key: string): Command | undefined
  /** The command was carried out. */
  done(key: string, command: Command, outcome?: Outcome): void
  /** Nobody wants it any more. */
  withdraw(key: string): void
  withdrawAll(): void
  /** How many there are. */
  count(): number
}

/** Creates the commands of all numbers. */
export function createCommands(): Commands {
  const commands = new Map<string, Command>()

  function withdraw(key: string): void {
    commands.get(key)?.settle(failed('cancelled'))
    commands.delete(key)
  }

  return {
    give(key, words) {
      withdraw(key)
      return new Promise((resolve) => void commands.set(key, { words, settle: resolve }))
    },
    of: (key) => commands.get(key),
    done(key, command, outcome = success()) {
      if (commands.get(key) === command) commands.delete(key)
      command.settle(outcome)
    },
    withdraw,
    withdrawAll() {
      for (const key of [...commands.keys()]) withdraw(key)
    },
    count: () => commands.size,
  }
}
