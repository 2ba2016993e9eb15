import type { EnvironmentOptions } from "./environment.ts";

/**
 * Digests of the env.py files that `init` writes: of Alembic's templates `generic` (since 2015, newest
 * first) and `async`, and of migrator's own. Most projects start from one of them, and many never
 * change it; what they do is known, so that nothing needs to be evaluated.
 */
const NAMED_PARAMSTYLE = [
  "d20f194d45ff338771f066ac",
  "dea6739e8b30de465ac2e820",
  "243ee3305cce2a4fa4166034",
  "f904fe9ece4ec6ca0b4d3766",
  "0e2d9fe088a3ebd3d172680f",
  "2c725a6f5435cc57e39e5d3e",
  "6e383ca40bc8134be4d02013",
  "bc393c37325926dd328e356e",
  "45b47a75d5cb350406f87e50",
  "c3be7979e0b972fa848a3535",
  "4267a8ed7508fc66dcd282bd",
];

/** The same, from before July 2019, when the style of placeholders was left to the driver. */
const NO_PARAMSTYLE = [
  "f89d740e5d6d37de264e8477",
  "e8a22492d18693d305f858e3",
  "52313c4644c2b4710bfd1fa4",
];

/** Options of an engine that say nothing about the connection or the session. */
const HARMLESS = /^sqlalchemy\.(url|echo|echo_pool|future|pool_\w+|max_overflow)$/;

/**
 * What a stock env.py says to `context.configure()`, or `null` for any other file, and for options
 * (`section`) that would make even a stock one do something of its own.
 */
export async function stockOptions(
  source: string,
  section: ReadonlyMap<string, string>,
): Promise<Partial<EnvironmentOptions> | null> {
  for (const name of section.keys()) {
    if (name.startsWith("sqlalchemy.") && !HARMLESS.test(name)) return null;
  }
  const found = await digest(source);
  if (NAMED_PARAMSTYLE.includes(found)) return { literalBinds: true, paramstyle: "named" };
  if (NO_PARAMSTYLE.includes(found)) return { literalBinds: true, paramstyle: "pyformat" };
  return null;
}

/** A digest of the code of a Python file: comments, docstrings and the layout of brackets aside. */
export async function digest(source: string): Promise<string> {
  const bytes = new TextEncoder().encode(essence(source));
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(hash.slice(0, 12), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

// The digest of a file with a "#" inside a string is of no use, but no two files are mixed up by it:
// what is cut away leaves the string open.
function essence(source: string): string {
  let depth = 0;
  let result = "";
  for (const line of source.replace(/"""[^]*?"""/g, "").split("\n")) {
    const code = line.replace(/#.*$/, "").trimEnd();
    if (code.trim() === "") continue;
    const indent = depth === 0 ? `\n${/^ */.exec(code)![0]}` : "";
    result += indent + code.trim().replaceAll("'", '"').replace(/\s+/g, " ");
    for (const character of code) {
      if ("([{".includes(character)) depth++;
      else if (")]}".includes(character)) depth--;
    }
    if (depth > 0 && /,$/.test(code)) result += " ";
  }
  return result.replace(/([([{]) +/g, "$1").replace(/,? *([)\]}])/g, "$1").replaceAll(
    " -> None:",
    ":",
  );
}
