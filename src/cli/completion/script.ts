import type { CommandContext } from "../context.ts";
import type { CompletionsRequest, Shell } from "../request.ts";
import bash from "./shells/migrator.bash" with { type: "text" };
import fish from "./shells/migrator.fish" with { type: "text" };
import zsh from "./shells/migrator.zsh" with { type: "text" };

const SCRIPTS: Readonly<Record<Shell, string>> = { bash, zsh, fish };

/** Prints the script by which a shell completes command lines; it asks the program for the words. */
export function completions({ shell }: CompletionsRequest, { output }: CommandContext): void {
  output.result(SCRIPTS[shell].trimEnd());
}
