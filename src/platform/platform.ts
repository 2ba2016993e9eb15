/** One entry of a directory listing. */
export interface DirectoryEntry {
  readonly name: string;
  readonly isFile: boolean;
  readonly isDirectory: boolean;
  readonly isSymlink: boolean;
}

/**
 * Files as the program sees them. Paths are absolute or relative to {@link Platform.cwd}. Reading is
 * synchronous because revision headers are thousands of small files, where waiting for each costs
 * more than reading it. A missing file is `null` where the name says `OrNull`, else an error.
 */
export interface Files {
  readText(path: string): string;
  readTextOrNull(path: string): string | null;
  readBytes(path: string): Uint8Array;
  /** How many bytes a file has. */
  size(path: string): number;
  /** The SHA-256 of a content, in hexadecimal digits. */
  sha256(content: Uint8Array): string;
  /** Writes the whole file; with `createNew` an existing file, or a link of that name, is an error, never overwritten. */
  writeText(path: string, text: string, options?: { readonly createNew?: boolean }): void;
  writeBytes(path: string, bytes: Uint8Array, options?: { readonly createNew?: boolean }): void;
  /** Entries in no particular order; `null` if there is no such directory. */
  listOrNull(path: string): readonly DirectoryEntry[] | null;
  isFile(path: string): boolean;
  isDirectory(path: string): boolean;
  /** The path with every symbolic link resolved; an error if it does not exist. */
  realPath(path: string): string;
  makeDirectory(path: string): void;
  remove(path: string): void;
  /** Removes a directory with all that is in it, or a file; nothing if there is none. */
  removeTree(path: string): void;
  /** Gives a file or a directory another name, at once. */
  rename(from: string, to: string): void;
  /** Permission bits of a file (the lowest twelve), or `null` where the system has none. */
  mode(path: string): number | null;
  /**
   * Takes the lock of a file, which is made if need be; `null` if another process (or another part of
   * this one) has it. The system gives it back when the process ends, however it ends.
   */
  lock(path: string): FileLock | null;
}

/** The lock of a file, until it is given back. */
export interface FileLock {
  release(): void;
}

/** What a child process left behind. */
export interface ProcessResult {
  readonly code: number;
}

/** What a child process printed and left behind. */
export interface ProcessOutput extends ProcessResult {
  readonly stdout: string;
  readonly stderr: string;
}

/** The terminal and the three standard streams. */
export interface Terminal {
  readonly stdinIsTerminal: boolean;
  readonly stdoutIsTerminal: boolean;
  readonly stderrIsTerminal: boolean;
  /** Width of the terminal in characters, or `null` where there is none. */
  columns(): number | null;
  writeOut(text: string): void;
  writeErr(text: string): void;
  /** Waits for a line of standard input and gives it without its end; `null` where there is no more. */
  readLine(): string | null;
}

/** Where a server listens: at a port of a host, or at the path of a Unix socket. */
export type SocketAddress =
  | { readonly host: string; readonly port: number }
  | { readonly path: string };

/** A connection with a server, for bytes. */
export interface Socket {
  /** Sends bytes, after those before; what cannot go out yet waits in memory. */
  write(bytes: Uint8Array): void;
  /** Ends the connection as soon as all has gone out, without waiting for the other side to end it too. */
  close(): Promise<void>;
}

/** Hears what comes over a socket. */
export interface SocketListener {
  /** The bytes count only during the call. */
  data(bytes: Uint8Array): void;
  /** The connection has ended; with an error where that went wrong. */
  ended(error?: Error): void;
}

/** Connects with a server; throws where that is not possible. */
export type OpenSocket = (address: SocketAddress, listener: SocketListener) => Promise<Socket>;

/**
 * The one seam to the runtime: everything that touches the world outside the program. Tests pass
 * their own; the program uses the one of the runtime that it was started in.
 */
export interface Platform {
  readonly files: Files;
  readonly terminal: Terminal;
  readonly args: readonly string[];
  readonly os: "posix" | "windows";
  /** The runtime and its version, such as `Deno 2.9.6`. */
  readonly runtime: string;
  /** The system and the processor, such as `linux x86_64`. */
  readonly machine: string;
  cwd(): string;
  env(name: string): string | undefined;
  /** All environment variables, for the evaluator's `os.environ`. */
  envAll(): Record<string, string>;
  homeDirectory(): string | undefined;
  userName(): string | undefined;
  /** The machine's name, or `undefined` where it may not be known. */
  hostName(): string | undefined;
  exit(code: number): never;
  /**
   * Calls `listener` when the system asks the program to end, instead of ending it; the function
   * that is given back puts things as they were. A system without the signal never calls.
   */
  onSignal(signal: "SIGINT" | "SIGTERM", listener: () => void): () => void;
  /**
   * Runs a program with inherited streams and waits for it. Throws if it cannot be started. With
   * `stdoutToStderr` what it prints goes to standard error, when it has ended.
   */
  run(
    command: string,
    args: readonly string[],
    options?: { readonly cwd?: string; readonly stdoutToStderr?: boolean },
  ): ProcessResult;
  /** The runtime's own sockets, whose code is there without being loaded. */
  readonly openSocket: OpenSocket;
  /** Loads a module from an absolute path with the runtime's own `import()`, TypeScript included. */
  importModule(path: string): Promise<Record<string, unknown>>;
  /**
   * Runs the text of a module in a process of its own, with the configuration and the packages that are found
   * from a directory. Absent where no such process can be started; `importModule` of an executable made
   * with Bun finds the packages of any project by itself.
   */
  readonly evaluate?: (source: string, cwd: string) => ProcessOutput;
}
