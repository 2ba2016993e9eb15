import type { NativeModuleFactory } from "../../runtime/context.ts";
import {
  bytes,
  type Evaluation,
  getItem,
  length,
  nativeFunction,
  nativeModule,
  raise,
  type Value,
  valueError,
  wait,
} from "../../runtime/mod.ts";
import { normaliseInt } from "../../runtime/int.ts";
import { toIndex } from "../../runtime/operators.ts";
import { intArgument } from "../../builtins/arguments.ts";
import { encodeBase64 } from "./base64/alphabets.ts";
import { checkText } from "../../runtime/limits.ts";
import { hexText } from "./hash/hash_object.ts";
import { create as createHmac } from "./hmac.ts";
import { systemGenerator } from "./random/mod.ts";

/** Module `secrets`. */
export const create: NativeModuleFactory = (context) => {
  const generator = systemGenerator(context);
  const token = (count: Value) => {
    const length = count === null ? 32 : intArgument(count);
    checkText(length);
    const data = new Uint8Array(length);
    context.randomBytes(data);
    return data;
  };
  return nativeModule("secrets", {
    token_bytes: nativeFunction(
      "token_bytes",
      "nbytes=None",
      (count: Value) => bytes(token(count)),
    ),
    token_hex: nativeFunction(
      "token_hex",
      "nbytes=None",
      (count: Value) => hexText(token(count)),
    ),
    token_urlsafe: nativeFunction(
      "token_urlsafe",
      "nbytes=None",
      (count: Value) =>
        encodeBase64(token(count)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", ""),
    ),
    choice: nativeFunction("choice", "seq", function* (sequence: Value): Evaluation {
      const count = yield* wait(length(sequence));
      if (count === 0) throw raise("IndexError", "Cannot choose from an empty sequence");
      return yield* wait(getItem(sequence, generator.index(count)));
    }),
    randbelow: nativeFunction("randbelow", "exclusive_upper_bound", (limit: Value) => {
      const bound = BigInt(toIndex(limit));
      if (bound <= 0n) throw valueError("Upper bound must be positive.");
      return normaliseInt(generator.below(bound));
    }),
    randbits: nativeFunction(
      "randbits",
      "k",
      (count: Value) => normaliseInt(generator.bits(intArgument(count))),
    ),
    compare_digest: createHmac(context).get("compare_digest")!,
  });
};
