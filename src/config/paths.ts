/** File paths as plain text, on POSIX and Windows, in the way Python's `pathlib` treats them. */

/** Which rules of paths hold; see `Platform.os`. */
export type PathRules = "posix" | "windows";

/** Whether a path needs no current directory to be found. */
export function isAbsolute(path: string, os: PathRules): boolean {
  return os === "windows" ? /^([A-Za-z]:[\\/]|[\\/])/.test(path) : path.startsWith("/");
}

/**
 * The path made absolute by putting the current directory before it. As `Path.absolute()` does, it
 * drops `.` and doubled slashes, but leaves `..` alone, since what that means depends on symbolic
 * links. The result has `/` between its parts on every system.
 */
export function absolutePath(path: string, cwd: string, os: PathRules): string {
  const slashed = os === "windows" ? path.replaceAll("\\", "/") : path;
  const base = os === "windows" ? cwd.replaceAll("\\", "/") : cwd;
  const whole = isAbsolute(slashed, os) ? slashed : `${base}/${slashed}`;
  const drive = os === "windows" ? /^[A-Za-z]:/.exec(whole)?.[0] ?? "" : "";
  const parts = whole.slice(drive.length).split("/").filter((part) => part !== "" && part !== ".");
  return `${drive}/${parts.join("/")}`;
}

/** The directory part of an absolute path. */
export function parentPath(path: string): string {
  const end = path.lastIndexOf("/");
  return end <= 0 ? "/" : path.slice(0, end);
}

/** The last part of a path. */
export function baseName(path: string, os: PathRules = "posix"): string {
  return (os === "windows" ? path.replaceAll("\\", "/") : path).split("/").at(-1) ?? "";
}

/** A directory and a relative path below it. */
export function joinPath(directory: string, path: string): string {
  if (directory === "") return path;
  return directory.endsWith("/") ? directory + path : `${directory}/${path}`;
}
