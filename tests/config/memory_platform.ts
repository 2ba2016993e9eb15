import type { DirectoryEntry, Files, Platform } from "../../src/platform/mod.ts";

/** What a {@link memoryPlatform} holds. */
export interface MemoryWorld {
  /** Files by absolute path; their directories are there with them. */
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  /** Further, empty directories. */
  readonly directories?: readonly string[];
  /** Permission bits of files, 0o600 where not given. */
  readonly modes?: Readonly<Record<string, number>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly os?: "posix" | "windows";
  readonly userName?: string | null;
}

/** A platform without a world outside: files, environment and output are in memory. */
export function memoryPlatform(
  world: MemoryWorld = {},
): Platform & { readonly out: string[]; readonly err: string[] } {
  const { env = {}, cwd = "/work", os = "posix", userName = "alice" } = world;
  const bytes = new Map<string, Uint8Array>();
  const directories = new Set<string>(["/", cwd, ...world.directories ?? []]);
  const addParents = (path: string) => {
    for (let end = path.lastIndexOf("/"); end > 0; end = path.lastIndexOf("/", end - 1)) {
      directories.add(path.slice(0, end));
    }
  };
  const encode = (text: string | Uint8Array) =>
    typeof text === "string" ? new TextEncoder().encode(text) : text;
  for (const [path, content] of Object.entries(world.files ?? {})) {
    bytes.set(path, encode(content));
    addParents(path);
  }
  [...directories].forEach((path) => addParents(`${path}/`));
  const absolute = (path: string) => path.startsWith("/") ? path : `${cwd}/${path}`;
  const read = (path: string) => bytes.get(absolute(path));
  const need = (path: string) => {
    const content = read(path);
    if (content === undefined) throw new Error(`no such file: ${path}`);
    return content;
  };
  const decode = (content: Uint8Array) => new TextDecoder().decode(content);
  const unused = (): never => {
    throw new Error("not part of the memory platform");
  };
  const files: Files = {
    readText: (path) => decode(need(path)),
    readTextOrNull: (path) => {
      const content = read(path);
      return content === undefined ? null : decode(content);
    },
    readBytes: need,
    size: (path) => need(path).length,
    sha256: unused,
    writeText: (path, text) => {
      bytes.set(absolute(path), encode(text));
      addParents(absolute(path));
    },
    writeBytes: (path, content) => void bytes.set(absolute(path), content),
    listOrNull: (path) => {
      if (!directories.has(absolute(path))) return null;
      const prefix = `${absolute(path)}/`.replace("//", "/");
      const entry = (name: string, isFile: boolean): DirectoryEntry => ({
        name,
        isFile,
        isDirectory: !isFile,
        isSymlink: false,
      });
      const inside = (name: string) =>
        name.startsWith(prefix) && name.length > prefix.length &&
        !name.slice(prefix.length).includes("/");
      return [
        ...[...bytes.keys()].filter(inside).map((name) => entry(name.slice(prefix.length), true)),
        ...[...directories].filter(inside).map((name) => entry(name.slice(prefix.length), false)),
      ];
    },
    isFile: (path) => bytes.has(absolute(path)),
    isDirectory: (path) => directories.has(absolute(path)),
    realPath: absolute,
    makeDirectory: (path) => void directories.add(absolute(path)),
    remove: (path) => void bytes.delete(absolute(path)),
    removeTree: unused,
    rename: unused,
    mode: (path) => world.modes?.[absolute(path)] ?? 0o600,
    lock: unused,
  };
  const out: string[] = [];
  const err: string[] = [];
  return {
    files,
    terminal: {
      stdinIsTerminal: false,
      stdoutIsTerminal: false,
      stderrIsTerminal: false,
      columns: () => null,
      readLine: () => null,
      writeOut: (text) => void out.push(text),
      writeErr: (text) => void err.push(text),
    },
    args: [],
    os,
    runtime: "Deno 2.0.0",
    machine: "linux x86_64",
    cwd: () => cwd,
    env: (name) => env[name],
    envAll: () => ({ ...env }),
    homeDirectory: () => env["HOME"],
    userName: () => userName ?? undefined,
    hostName: () => "wonderland",
    exit: unused,
    onSignal: () => () => {},
    run: unused,
    openSocket: unused,
    importModule: unused,
    out,
    err,
  };
}
