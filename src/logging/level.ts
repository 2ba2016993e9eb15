import { FileError, type Place } from "../errors/mod.ts";

/** The importance of a record, as Python's `logging` counts it. */
export const LEVELS = {
  NOTSET: 0,
  DEBUG: 10,
  INFO: 20,
  WARNING: 30,
  ERROR: 40,
  CRITICAL: 50,
} as const;

const SYNONYMS: Readonly<Record<string, number>> = { ...LEVELS, WARN: 30, FATAL: 50 };

const NAMES = new Map<number, string>(Object.entries(LEVELS).map(([name, level]) => [level, name]));

/** The name that is shown for a level, such as `WARNING` for 30 and `Level 35` between two. */
export function levelName(level: number): string {
  return NAMES.get(level) ?? `Level ${level}`;
}

/** The level of a name in capitals; a `FileError` for any other text, as in Python. */
export function parseLevel(name: string, place?: Place): number {
  const level = Object.hasOwn(SYNONYMS, name) ? SYNONYMS[name] : undefined;
  if (level !== undefined) return level;
  throw new FileError("logging_level", `Unknown level: '${name}'`, {
    place,
    hint: `expected one of: ${Object.keys(SYNONYMS).join(", ")}`,
  });
}
