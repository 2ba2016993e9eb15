import { pathToFileUrl } from "./file_url.ts";
import type { DirectoryEntry, Files, Platform, ProcessOutput, Terminal } from "./platform.ts";

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

function orNull<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory) {
      return null;
    }
    throw error;
  }
}

const files: Files = {
  readText: (path) => decoder.decode(Deno.readFileSync(path)),
  readTextOrNull: (path) => orNull(() => decoder.decode(Deno.readFileSync(path))),
  readBytes: (path) => Deno.readFileSync(path),
  size: (path) => Deno.statSync(path).size,
  // The module is not imported: it takes longer to load than most commands run.
  sha256: (content) =>
    globalThis.process.getBuiltinModule("node:crypto").createHash("sha256")
      .update(content).digest("hex"),
  writeText: (path, text, options) =>
    Deno.writeTextFileSync(path, text, options?.createNew ? { createNew: true } : {}),
  writeBytes: (path, bytes, options) =>
    Deno.writeFileSync(path, bytes, options?.createNew ? { createNew: true } : {}),
  listOrNull: (path) => orNull((): DirectoryEntry[] => [...Deno.readDirSync(path)]),
  isFile: (path) => orNull(() => Deno.statSync(path))?.isFile ?? false,
  isDirectory: (path) => orNull(() => Deno.statSync(path))?.isDirectory ?? false,
  realPath: (path) => Deno.realPathSync(path),
  makeDirectory: (path) => Deno.mkdirSync(path, { recursive: true }),
  remove: (path) => Deno.removeSync(path),
  removeTree: (path) => void orNull(() => Deno.removeSync(path, { recursive: true })),
  rename: (from, to) => Deno.renameSync(from, to),
  mode: (path) => {
    const mode = Deno.statSync(path).mode;
    return mode === null ? null : mode & 0o7777;
  },
  lock: (path) => {
    const file = Deno.openSync(path, { create: true, write: true });
    if (file.tryLockSync(true)) return { release: () => file.close() };
    file.close();
    return null;
  },
};

function writeAll(stream: { writeSync(bytes: Uint8Array): number }, text: string): void {
  const bytes = encoder.encode(text);
  for (let sent = 0; sent < bytes.length;) {
    try {
      sent += stream.writeSync(bytes.subarray(sent));
    } catch (error) {
      // `migrator history | head` closes the pipe early; that is the reader's right.
      if (error instanceof Deno.errors.BrokenPipe) return;
      throw error;
    }
  }
}

const terminal: Terminal = {
  get stdinIsTerminal() {
    return Deno.stdin.isTerminal();
  },
  get stdoutIsTerminal() {
    return Deno.stdout.isTerminal();
  },
  get stderrIsTerminal() {
    return Deno.stderr.isTerminal();
  },
  columns: () => {
    try {
      return Deno.consoleSize().columns || null;
    } catch {
      return null;
    }
  },
  writeOut: (text) => writeAll(Deno.stdout, text),
  writeErr: (text) => writeAll(Deno.stderr, text),
  readLine: () => {
    const line: number[] = [];
    // One byte at a time, so that nothing behind the line is taken from whoever reads next.
    for (const byte = new Uint8Array(1);;) {
      const read = Deno.stdin.readSync(byte);
      if (read === null) return line.length === 0 ? null : decoder.decode(new Uint8Array(line));
      if (byte[0] === 0x0a) return decoder.decode(new Uint8Array(line)).replace(/\r$/, "");
      if (read > 0) line.push(byte[0]!);
    }
  },
};

// The name that belongs to the process's user, which is not always what USER says (sudo, containers).
function userName(): string | undefined {
  if (Deno.build.os === "windows") return Deno.env.get("USERNAME");
  const id = String(Deno.uid());
  const entries = files.readTextOrNull("/etc/passwd")?.split("\n").map((line) => line.split(":"));
  return entries?.find((fields) => fields[2] === id)?.[0] ?? Deno.env.get("USER");
}

function hostName(): string | undefined {
  try {
    return Deno.hostname();
  } catch (error) {
    if (error instanceof Deno.errors.NotCapable) return undefined;
    throw error;
  }
}

function evaluate(source: string, cwd: string): ProcessOutput {
  const { code, stdout, stderr } = new Deno.Command(Deno.execPath(), {
    // As most TypeScript is written, with the extensions of files left out.
    // What the module has opened does not keep the process.
    args: ["eval", "--quiet", "--unstable-sloppy-imports", `${source}\nDeno.exit(0);\n`],
    cwd,
    env: { NO_COLOR: "1" },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).outputSync();
  return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
}

/** The platform of a program that runs under Deno or was compiled with it. */
export const denoPlatform: Platform = {
  files,
  terminal,
  args: Deno.args,
  os: Deno.build.os === "windows" ? "windows" : "posix",
  runtime: `Deno ${Deno.version.deno}`,
  machine: `${Deno.build.os} ${Deno.build.arch}`,
  cwd: () => Deno.cwd(),
  env: (name) => Deno.env.get(name),
  envAll: () => Deno.env.toObject(),
  homeDirectory: () => Deno.env.get(Deno.build.os === "windows" ? "USERPROFILE" : "HOME"),
  userName,
  hostName,
  exit: (code) => Deno.exit(code),
  onSignal: (signal, listener) => {
    if (Deno.build.os === "windows" && signal === "SIGTERM") return () => {};
    Deno.addSignalListener(signal, listener);
    return () => Deno.removeSignalListener(signal, listener);
  },
  run: (command, args, options) => {
    const moved = options?.stdoutToStderr === true;
    const output = new Deno.Command(command, {
      args: [...args],
      cwd: options?.cwd,
      stdin: "inherit",
      stdout: moved ? "piped" : "inherit",
      stderr: "inherit",
    }).outputSync();
    if (moved) terminal.writeErr(decoder.decode(output.stdout));
    return { code: output.code };
  },
  openSocket: async (address, listener) =>
    (await import("./deno_socket.ts")).openDenoSocket(address, listener),
  importModule: (path) => import(pathToFileUrl(path)),
  ...(Deno.build.standalone ? {} : { evaluate }),
};
