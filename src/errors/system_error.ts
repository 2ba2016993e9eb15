/** Whether an error is the operating system's: a file that may not be read, a full disk. */
export function isSystemError(error: unknown): error is Error {
  return error instanceof Error && "code" in error && typeof error.code === "string" &&
    /^E[A-Z0-9]+$/.test(error.code);
}

/**
 * What the system says in an error, and of which files, without what only programmers want. Runtimes word
 * it differently: `Permission denied (os error 13): writefile '/a/b'` is what Deno makes of it,
 * `EACCES: permission denied, open '/a/b'` what Node and Bun do.
 */
export function systemErrorText({ message }: Error): string {
  const [, reason, files] = /^(.+?) \(os error \d+\)(?:: \w+(?: (.+))?)?$/s.exec(message) ??
    /^E[A-Z0-9]+: (.+?), \w+(?: (.+))?$/s.exec(message) ?? [];
  if (reason === undefined) return message;
  const sentence = reason[0]!.toUpperCase() + reason.slice(1);
  return files === undefined ? sentence : `${sentence}: ${files}`;
}
