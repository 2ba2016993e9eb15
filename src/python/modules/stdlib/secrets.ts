import type { NativeModuleFactory } from "../../runtime/context.ts";
import {
  bytes,
  collect,
  type Evaluation,
  nativeFunction,
  nativeModule,
  raise,
  type Value,
} from "../../runtime/mod.ts";
import { normaliseInt } from "../../runtime/int.ts";
import { intArgument } from "../../builtins/arguments.ts";
import { encodeBase64 } from "./base64.ts";
import { RandomSource } from "./random.ts";

/** Module `secrets`. */
export const create: NativeModuleFactory = (context) => {
  const source = new RandomSource(context);
  const size = (count: Value) => count === null ? 32 : intArgument(count);
  return nativeModule("secrets", {
    token_bytes: nativeFunction(
      "token_bytes",
      "nbytes=None",
      (count: Value) => bytes(source.bytes(size(count))),
    ),
    token_hex: nativeFunction(
      "token_hex",
      "nbytes=None",
      (count: Value) =>
        Array.from(source.bytes(size(count)), (byte) => byte.toString(16).padStart(2, "0")).join(
          "",
        ),
    ),
    token_urlsafe: nativeFunction(
      "token_urlsafe",
      "nbytes=None",
      (count: Value) =>
        encodeBase64(source.bytes(size(count))).replaceAll("+", "-").replaceAll("/", "_")
          .replaceAll("=", ""),
    ),
    choice: nativeFunction("choice", "seq", function* (sequence: Value): Evaluation {
      const items = yield* collect(sequence);
      if (items.length === 0) throw raise("IndexError", "Cannot choose from an empty sequence");
      return items[source.below(items.length)]!;
    }),
    randbelow: nativeFunction(
      "randbelow",
      "exclusive_upper_bound",
      (limit: Value) => source.below(intArgument(limit)),
    ),
    randbits: nativeFunction(
      "randbits",
      "k",
      (count: Value) => normaliseInt(source.bits(intArgument(count))),
    ),
  });
};
