import fs from "node:fs";
import process from "node:process";
import type { FileLock } from "./platform.ts";

/** What is used of Bun's way to call functions of the system's C library. */
interface ForeignFunctions {
  dlopen(
    library: string,
    functions: Readonly<Record<string, { readonly args: string[]; readonly returns: string }>>,
  ): { readonly symbols: Readonly<Record<string, (...values: number[]) => number>> };
}

/** `LOCK_EX | LOCK_NB` of flock(2): alone, and without waiting. */
const EXCLUSIVE_OR_NOTHING = 2 | 4;

/** The names that the C library goes by; the first one that is there is used. */
const libraries = process.platform === "darwin"
  ? ["libSystem.B.dylib"]
  : ["libc.so.6", "libc.musl-x86_64.so.1", "libc.musl-aarch64.so.1"];

/**
 * Takes the lock of a file with flock(2), for which there is no function in JavaScript: the lock that
 * Deno takes as well, so that programs of both runtimes leave a file to each other.
 */
export function takeFileLock(path: string): FileLock | null {
  const flock = loadFlock();
  const descriptor = fs.openSync(path, "a");
  if (flock(descriptor, EXCLUSIVE_OR_NOTHING) === 0) {
    return { release: () => fs.closeSync(descriptor) };
  }
  fs.closeSync(descriptor);
  return null;
}

function loadFlock(): (descriptor: number, operation: number) => number {
  const { dlopen } = process.getBuiltinModule("bun:ffi") as unknown as ForeignFunctions;
  const failures: unknown[] = [];
  for (const library of libraries) {
    try {
      return dlopen(library, { flock: { args: ["i32", "i32"], returns: "i32" } }).symbols.flock!;
    } catch (error) {
      failures.push(error);
    }
  }
  throw new AggregateError(failures, "flock(2) was found in no C library of this system");
}
