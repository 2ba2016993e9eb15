import type { Platform } from "../platform/mod.ts";

/** Makes a text stand out on a terminal; elsewhere it stays as it is. */
export interface Style {
  bold(text: string): string;
  dim(text: string): string;
  red(text: string): string;
  yellow(text: string): string;
  cyan(text: string): string;
}

/** Whether standard output is a terminal that shows colours. */
export function showsColor({ terminal, env }: Platform): boolean {
  return terminal.stdoutIsTerminal && !env("NO_COLOR") && env("TERM") !== "dumb";
}

/** The style for texts on standard output. */
export function styleFor(platform: Platform): Style {
  const color = showsColor(platform);
  const painted = (code: string) => (text: string) => color ? `\x1b[${code}m${text}\x1b[0m` : text;
  return {
    bold: painted("1"),
    dim: painted("2"),
    red: painted("1;31"),
    yellow: painted("33"),
    cyan: painted("36"),
  };
}
