/**
 * The names of `@std/assert` that the tests use, over `node:assert/strict`, so that the import
 * map can point at the real package with one changed line.
 */
import assertStrict from "node:assert/strict";

/** Fails unless `value` is truthy. */
export function assert(value: unknown, message?: string): asserts value {
  assertStrict.ok(value, message as string);
}

/** Fails unless `actual` and `expected` are deeply and strictly equal. */
export function assertEquals<T>(actual: T, expected: T, message?: string): void {
  assertStrict.deepStrictEqual(actual, expected, message as string);
}

/** Fails if `actual` and `expected` are deeply equal. */
export function assertNotEquals<T>(actual: T, expected: T, message?: string): void {
  assertStrict.notDeepStrictEqual(actual, expected, message as string);
}

/** Fails unless `text` contains `part`. */
export function assertStringIncludes(text: string, part: string, message?: string): void {
  if (!text.includes(part)) {
    assertStrict.fail(
      `${message ? `${message}: ` : ""}expected ${JSON.stringify(text)} to contain ${
        JSON.stringify(part)
      }`,
    );
  }
}

/** Fails unless `text` matches `pattern`. */
export function assertMatch(text: string, pattern: RegExp, message?: string): void {
  assertStrict.match(text, pattern, message as string);
}

type ErrorClass<E extends Error> = abstract new (...args: never[]) => E;

function checkError<E extends Error>(error: unknown, type?: ErrorClass<E>, part?: string): E {
  if (type && !(error instanceof type)) {
    assertStrict.fail(
      `expected ${type.name}, got ${error instanceof Error ? error.stack : String(error)}`,
    );
  }
  if (part !== undefined) assertStringIncludes((error as Error).message, part);
  return error as E;
}

/** Fails unless `fn` throws an error of `type` whose message contains `part`; returns the error. */
export function assertThrows<E extends Error = Error>(
  fn: () => unknown,
  type?: ErrorClass<E>,
  part?: string,
): E {
  try {
    fn();
  } catch (error) {
    return checkError(error, type, part);
  }
  assertStrict.fail("expected the function to throw");
}

/** Fails unless `fn` rejects with an error of `type` whose message contains `part`; returns it. */
export async function assertRejects<E extends Error = Error>(
  fn: () => Promise<unknown>,
  type?: ErrorClass<E>,
  part?: string,
): Promise<E> {
  try {
    await fn();
  } catch (error) {
    return checkError(error, type, part);
  }
  assertStrict.fail("expected the promise to reject");
}
