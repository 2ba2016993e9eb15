import fs from "node:fs";
import process from "node:process";
import { takeFileLock } from "./bun_file_lock.ts";
import { pathToFileUrl } from "./file_url.ts";
import type { DirectoryEntry, Files, Platform, Terminal } from "./platform.ts";

/** What is used of Bun beside what Node has as well. */
declare const Bun: {
  readonly SHA256: { hash(bytes: Uint8Array, encoding: "hex"): string };
};

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

function codeOf(error: unknown): unknown {
  return (error as { code?: unknown } | null)?.code;
}

function orNull<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (codeOf(error) === "ENOENT" || codeOf(error) === "ENOTDIR") return null;
    throw error;
  }
}

const files: Files = {
  readText: (path) => decoder.decode(fs.readFileSync(path)),
  readTextOrNull: (path) => orNull(() => decoder.decode(fs.readFileSync(path))),
  readBytes: (path) => fs.readFileSync(path),
  size: (path) => fs.statSync(path).size,
  sha256: (content) => Bun.SHA256.hash(content, "hex"),
  writeText: (path, text, options) =>
    fs.writeFileSync(path, text, options?.createNew ? { flag: "wx" } : {}),
  writeBytes: (path, bytes, options) =>
    fs.writeFileSync(path, bytes, options?.createNew ? { flag: "wx" } : {}),
  listOrNull: (path) =>
    orNull(() =>
      fs.readdirSync(path, { withFileTypes: true }).map((entry): DirectoryEntry => ({
        name: entry.name,
        isFile: entry.isFile(),
        isDirectory: entry.isDirectory(),
        isSymlink: entry.isSymbolicLink(),
      }))
    ),
  isFile: (path) => orNull(() => fs.statSync(path))?.isFile() ?? false,
  isDirectory: (path) => orNull(() => fs.statSync(path))?.isDirectory() ?? false,
  realPath: (path) => fs.realpathSync(path),
  makeDirectory: (path) => void fs.mkdirSync(path, { recursive: true }),
  remove: (path) => fs.rmSync(path),
  removeTree: (path) => fs.rmSync(path, { recursive: true, force: true }),
  rename: (from, to) => fs.renameSync(from, to),
  mode: (path) => process.platform === "win32" ? null : fs.statSync(path).mode & 0o7777,
  lock: takeFileLock,
};

/** How long a pipe that is full, or an input that has nothing yet, is left alone, in milliseconds. */
const AGAIN_AFTER = 2;

/** Does `work` until the stream is ready for it: it may be one that another process made non-blocking. */
function whenReady<T>(work: () => T): T {
  for (;;) {
    try {
      return work();
    } catch (error) {
      if (codeOf(error) !== "EAGAIN") throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, AGAIN_AFTER);
    }
  }
}

function writeAll(stream: number, text: string): void {
  const bytes = encoder.encode(text);
  for (let sent = 0; sent < bytes.length;) {
    try {
      sent += whenReady(() => fs.writeSync(stream, bytes, sent));
    } catch (error) {
      // `migrator history | head` closes the pipe early; that is the reader's right.
      if (codeOf(error) === "EPIPE") return;
      throw error;
    }
  }
}

const terminals: boolean[] = [];

/** Whether a stream is a terminal, which it is for as long as it is open. */
function isTerminal(stream: number): boolean {
  return terminals[stream] ??= askTerminal(stream);
}

/**
 * Asks whether a stream is a terminal. A terminal is a device of characters other than the one that swallows all; only
 * of such a device the system is asked, because the module for that takes longer to load than most commands run.
 */
function askTerminal(stream: number): boolean {
  try {
    const found = fs.fstatSync(stream);
    if (!found.isCharacterDevice() || found.rdev === nullDevice()) return false;
  } catch {
    // A stream that is closed.
    return false;
  }
  return process.getBuiltinModule("node:tty").isatty(stream);
}

/** The number of the device that swallows all; `null` on systems without one. */
function nullDevice(): number | null {
  return fs.statSync("/dev/null", { throwIfNoEntry: false })?.rdev ?? null;
}

const terminal: Terminal = {
  get stdinIsTerminal() {
    return isTerminal(0);
  },
  get stdoutIsTerminal() {
    return isTerminal(1);
  },
  get stderrIsTerminal() {
    return isTerminal(2);
  },
  columns: () => {
    if (isTerminal(1)) return process.stdout.columns || null;
    return isTerminal(2) ? process.stderr.columns || null : null;
  },
  writeOut: (text) => writeAll(1, text),
  writeErr: (text) => writeAll(2, text),
  readLine: () => {
    const line: number[] = [];
    // One byte at a time, so that nothing behind the line is taken from whoever reads next.
    for (const byte = new Uint8Array(1);;) {
      const read = whenReady(() => fs.readSync(0, byte));
      if (read === 0 && line.length === 0) return null;
      if (read === 0 || byte[0] === 0x0a) {
        return decoder.decode(new Uint8Array(line)).replace(/\r$/, "");
      }
      line.push(byte[0]!);
    }
  },
};

// The name that belongs to the process's user, which is not always what USER says (sudo, containers).
function userName(): string | undefined {
  if (process.platform === "win32") return process.env.USERNAME;
  const id = String(process.getuid!());
  const entries = files.readTextOrNull("/etc/passwd")?.split("\n").map((line) => line.split(":"));
  return entries?.find((fields) => fields[2] === id)?.[0] ?? process.env.USER;
}

function signalNumber(signal: NodeJS.Signals | null): number {
  return signal === null ? 0 : process.getBuiltinModule("node:os").constants.signals[signal];
}

/** The platform of a program that runs under Bun or was compiled with it. */
export const bunPlatform: Platform = {
  files,
  terminal,
  args: process.argv.slice(2),
  os: process.platform === "win32" ? "windows" : "posix",
  runtime: `Bun ${process.versions.bun}`,
  machine: `${process.platform} ${process.arch}`,
  cwd: () => process.cwd(),
  env: (name) => process.env[name],
  envAll: () => ({ ...process.env }) as Record<string, string>,
  homeDirectory: () => process.env[process.platform === "win32" ? "USERPROFILE" : "HOME"],
  userName,
  hostName: () => process.getBuiltinModule("node:os").hostname(),
  exit: (code) => process.exit(code),
  onSignal: (signal, listener) => {
    process.on(signal, listener);
    return () => process.off(signal, listener);
  },
  run: (command, args, options) => {
    const moved = options?.stdoutToStderr === true;
    const { spawnSync } = process.getBuiltinModule("node:child_process");
    const { error, status, signal, stdout } = spawnSync(command, [...args], {
      cwd: options?.cwd,
      stdio: ["inherit", moved ? "pipe" : "inherit", "inherit"],
      maxBuffer: Infinity,
    });
    if (error) throw error;
    if (moved) terminal.writeErr(decoder.decode(stdout));
    // A program that a signal ended has the exit code that shells give it.
    return { code: status ?? 128 + signalNumber(signal) };
  },
  openSocket: async (address, listener) =>
    (await import("./bun_socket.ts")).openBunSocket(address, listener),
  importModule: (path) => import(pathToFileUrl(path)),
};
