import { type ErrorDetails, MigratorError } from "./error.ts";

/**
 * The lock that keeps other runners away could not be had, or was lost while the run went on. Exit
 * code 1.
 */
export class LockError extends MigratorError {
  /** An error of this kind. */
  constructor(
    code: "lock_not_acquired" | "lock_lost" | "lock_unusable" | "lock_not_released",
    message: string,
    details: ErrorDetails = {},
  ) {
    super(code, message, details);
  }
}

/** The signals that ask a program to end. */
export type EndSignal = "SIGINT" | "SIGTERM";

/** The user, or the system, asked the program to end, and it did so in order. */
export class InterruptedError extends MigratorError {
  readonly signal: EndSignal;

  constructor(signal: EndSignal, details: ErrorDetails = {}) {
    super("interrupted", `interrupted by ${signal === "SIGINT" ? "Ctrl-C" : signal}`, details);
    this.signal = signal;
  }

  /** 128 and the number of the signal, as shells report it. */
  get exitCode(): number {
    return this.signal === "SIGINT" ? 130 : 143;
  }
}
