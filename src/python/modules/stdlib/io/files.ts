import { UnsupportedConstructError } from "../../../runtime/errors.ts";
import { checkText } from "../../../runtime/limits.ts";
import { asString, bytes, callNow, raise, running, type Value } from "../../../runtime/mod.ts";
import { decode } from "../../../builtins/codecs.ts";
import { FILES_HINT, grantedPath, outOfReach } from "../os_path.ts";
import { bytesIoClass } from "./bytes_io.ts";
import { textWrapperClass } from "./text_wrapper.ts";

/** The bytes of a file; Python's own errors where there is none. */
function readGranted(value: Value, construct: string): Uint8Array {
  const { files, path, text } = grantedPath(value, construct);
  if (text.includes("\0")) throw raise("ValueError", "embedded null byte");
  switch (files.kind(path)) {
    case "file": {
      if (files.isHidden(path)) {
        throw outOfReach(construct, text, "files and directories with a dot in front are not read");
      }
      checkText(files.size(path), 0);
      const data = files.read(path);
      running().spend(data.length >> 8);
      return data;
    }
    case "directory":
      throw raise("IsADirectoryError", `[Errno 21] Is a directory: '${text}'`);
    case null:
      throw raise("FileNotFoundError", `[Errno 2] No such file or directory: '${text}'`);
  }
}

/** How a file is to be opened: the arguments of `open()` after the first. */
export interface OpenArguments {
  readonly mode: Value;
  readonly encoding: Value;
  readonly errors: Value;
  readonly newline: Value;
}

/** `open(file, mode, …)`: the text of a file of the project, to be read. */
export function openFile(
  file: Value,
  { mode, encoding, errors, newline }: OpenArguments,
  construct: string,
): Value {
  const how = asString(mode) ?? "r";
  if (how !== "r" && how !== "rt" && how !== "tr") {
    throw new UnsupportedConstructError(
      construct,
      `${construct} with mode '${how}' is not available: evaluated code can only read text`,
      { hint: FILES_HINT },
    );
  }
  const buffer = callNow(bytesIoClass, [bytes(readGranted(file, construct))]);
  return callNow(textWrapperClass, [buffer, encoding, errors, newline]);
}

/** The text of a file, with `\n` as the end of its lines. */
export function readText(
  file: Value,
  encoding: Value,
  errors: Value,
  construct: string,
): string {
  const data = readGranted(file, construct);
  return decode(data, encoding ?? "utf-8", errors ?? "strict").replace(/\r\n?/g, "\n");
}
