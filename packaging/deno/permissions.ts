/**
 * What the executable may do: read and write files, connect to servers, run editors and hooks, and know
 * whose process it is and where. Not: call foreign functions, fetch modules, ask for more.
 */
export const PERMISSIONS: readonly string[] = [
  "--allow-read",
  "--allow-write",
  "--allow-env",
  "--allow-net",
  "--allow-run",
  "--allow-sys=hostname,uid",
];

/** The systems that Deno has a base executable for. */
export const TARGETS: readonly string[] = [
  "x86_64-unknown-linux-gnu",
  "aarch64-unknown-linux-gnu",
  "x86_64-apple-darwin",
  "aarch64-apple-darwin",
  "x86_64-pc-windows-msvc",
];
