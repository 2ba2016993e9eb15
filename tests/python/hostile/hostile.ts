/** One revision that means harm, and what has to come of it. */
export interface Hostile {
  readonly name: string;
  /** The file's text, or the body of `upgrade()`. */
  readonly body: string;
  /** What the error says; `null` where it runs as in Python and does no harm. */
  readonly error: RegExp | string | null;
}

/** A revision that ends in an error which says that. */
export function refused(name: string, body: string, error: RegExp | string): Hostile {
  return { name, body, error };
}

/** A revision that checks by itself that all is as in Python. */
export function same(name: string, body: string): Hostile {
  return { name, body, error: null };
}
