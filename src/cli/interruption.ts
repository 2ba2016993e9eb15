import { type EndSignal, InterruptedError } from "../errors/mod.ts";
import type { Platform } from "../platform/mod.ts";

const SIGNALS: readonly EndSignal[] = ["SIGINT", "SIGTERM"];

/**
 * Runs `work` with a signal that is aborted when the program is asked to end (Ctrl-C, SIGTERM), so that
 * it can leave the database in order. Who asks a second time does not want to wait: the program ends
 * at once, and the server rolls back what it has not finished.
 */
export async function interruptible<T>(
  platform: Pick<Platform, "onSignal" | "exit" | "terminal">,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const listen = (name: EndSignal) => () => {
    const interruption = new InterruptedError(name);
    if (controller.signal.aborted) platform.exit(interruption.exitCode);
    platform.terminal.writeErr("stopping, and rolling back; once more to end at once\n");
    controller.abort(interruption);
  };
  const stops = SIGNALS.map((name) => platform.onSignal(name, listen(name)));
  try {
    return await work(controller.signal);
  } finally {
    stops.forEach((stop) => stop());
  }
}
