import type { OpenSocket } from "../../src/platform/mod.ts";
import { denoPlatform } from "../../src/platform/deno.ts";

/** A way to start a session with a server. */
export interface Way {
  readonly name: string;
  readonly openSocket: OpenSocket | null;
}

/** By the driver alone, and over sockets of the runtime where that is possible. */
export const WAYS: readonly Way[] = [
  { name: "by the driver", openSocket: null },
  { name: "over a socket of the runtime", openSocket: denoPlatform.openSocket },
];
