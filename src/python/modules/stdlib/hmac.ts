import type { NativeModuleFactory } from "../../runtime/context.ts";
import {
  asString,
  bytes,
  callNow,
  nativeClass,
  nativeFunction,
  nativeModule,
  plain,
  PyBytes,
  type PyClass,
  typeError,
  typeName,
  type Value,
} from "../../runtime/mod.ts";
import { type Algorithm, hmac } from "./hash/algorithms.ts";
import { dataArgument, type HashKind, hexText, PyHash } from "./hash/hash_object.ts";
import { hashKind } from "./hashlib.ts";

function keyArgument(value: Value): Uint8Array {
  const inner = plain(value);
  if (inner instanceof PyBytes) return inner.data;
  throw typeError(`key: expected bytes or bytearray, but got '${typeName(value)}'`);
}

/** The algorithm that `digestmod` names: a name, or a function of hashlib. */
function algorithmOf(digestmod: Value): HashKind {
  if (digestmod === null) throw typeError("Missing required argument 'digestmod'.");
  const name = asString(digestmod);
  if (name !== null) return hashKind(name);
  const made = callNow(digestmod);
  if (made instanceof PyHash) return made.kind;
  throw typeError(`unsupported digestmod ${typeName(digestmod)}`);
}

const hmacClass: PyClass = nativeClass({
  name: "HMAC",
  module: "hmac",
  layout: "fixed",
  methods: {
    update: ["msg", (self: PyHash, data: Value) => self.update(data)],
    digest: ["", (self: PyHash) => bytes(self.digest())],
    hexdigest: ["", (self: PyHash) => hexText(self.digest())],
    copy: ["", (self: PyHash) => self.copy()],
  },
  properties: {
    name: (self: PyHash) => self.kind.name,
    digest_size: (self: PyHash) => self.kind.digestSize,
    block_size: (self: PyHash) => self.kind.blockSize,
  },
});

function keyed(algorithm: Algorithm & { readonly name: string }, key: Uint8Array): HashKind {
  return {
    name: `hmac-${algorithm.name}`,
    digestSize: algorithm.digestSize,
    blockSize: algorithm.blockSize,
    compute: (input) => hmac(algorithm, key, input),
  };
}

function isSame(a: Value, b: Value): boolean {
  const data = (value: Value): string => {
    const text = asString(value);
    if (text !== null) {
      if (/[^\x20-\x7e\s]/.test(text)) {
        throw typeError("comparing strings with non-ASCII characters is not supported");
      }
      return `s${text}`;
    }
    const inner = plain(value);
    if (inner instanceof PyBytes) return `b${hexText(inner.data)}`;
    throw typeError(
      `unsupported operand types(s) or combination of types: '${typeName(a)}' and '${typeName(b)}'`,
    );
  };
  const [left, right] = [data(a), data(b)];
  if (left[0] !== right[0]) {
    throw typeError(
      `unsupported operand types(s) or combination of types: '${typeName(a)}' and '${typeName(b)}'`,
    );
  }
  return left === right;
}

/** Module `hmac`. */
export const create: NativeModuleFactory = () =>
  nativeModule("hmac", {
    HMAC: hmacClass,
    new: nativeFunction(
      "new",
      "key, msg=None, digestmod=None",
      (key: Value, message: Value, digestmod: Value) => {
        const hash = new PyHash(hmacClass, keyed(algorithmOf(digestmod), keyArgument(key)));
        if (message !== null) hash.update(message);
        return hash;
      },
    ),
    digest: nativeFunction(
      "digest",
      "key, msg, digest",
      (key: Value, message: Value, digest: Value) =>
        bytes(hmac(algorithmOf(digest), keyArgument(key), dataArgument(message))),
    ),
    compare_digest: nativeFunction("compare_digest", "a, b, /", isSame),
  });
