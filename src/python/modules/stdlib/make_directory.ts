import { raise, repr, running, UnsupportedConstructError, type Value } from "../../runtime/mod.ts";
import { absolutePathOf, FILES_HINT, LOOK_COST, pathText } from "./os_path.ts";

/**
 * What `mkdir` and its relatives come to: no directory is made. One that is there already is all that was asked for, and env.py and
 * the application that it imports can do without one. `construct` is what is refused elsewhere, in this `call`.
 */
export function makeDirectory(
  path: Value,
  existOk: boolean,
  construct: string,
  call = construct,
): null {
  const { files, lenient } = running();
  running().spend(LOOK_COST);
  const text = pathText(path);
  const real = files?.resolve(absolutePathOf(text)) ?? null;
  const kind = real === null ? null : files!.kind(real);
  if (kind === "file" || kind === "directory" && !existOk) {
    throw raise("FileExistsError", `[Errno 17] File exists: ${repr(text)}`);
  }
  if (kind === "directory" || lenient) return null;
  throw new UnsupportedConstructError(
    construct,
    `${call} is not available: evaluated code can only read text files`,
    { hint: FILES_HINT },
  );
}
