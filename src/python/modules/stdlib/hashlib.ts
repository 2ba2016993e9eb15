import type { NativeModuleFactory } from "../../runtime/context.ts";
import {
  asString,
  bytes,
  nativeClass,
  nativeFunction,
  nativeModule,
  PyBytes,
  PyClass,
  PyObject,
  PySet,
  typeError,
  typeName,
  type Value,
  valueError,
} from "../../runtime/mod.ts";
import { intArgument } from "../../builtins/arguments.ts";
import { blake2b } from "./hash/blake2b.ts";
import { md5 } from "./hash/md5.ts";
import { sha1 } from "./hash/sha1.ts";
import { sha256, sha512 } from "./hash/sha256.ts";

type Digest = (input: Uint8Array) => Uint8Array;

/** A hash under way: it keeps its input, for the messages here are short. */
class PyHash extends PyObject {
  readonly name: string;
  readonly compute: Digest;
  data: Uint8Array;
  readonly blockSize: number;

  constructor(cls: PyClass, name: string, compute: Digest, blockSize: number) {
    super(cls);
    this.name = name;
    this.compute = compute;
    this.data = new Uint8Array();
    this.blockSize = blockSize;
  }

  update(value: Value): void {
    if (!(value instanceof PyBytes)) {
      throw typeError(
        asString(value) === null
          ? `object supporting the buffer API required`
          : "Strings must be encoded before hashing",
      );
    }
    this.data = new Uint8Array([...this.data, ...value.data]);
  }
}

const hex = (data: Uint8Array): string =>
  Array.from(data, (byte) => byte.toString(16).padStart(2, "0")).join("");

const ALGORITHMS: ReadonlyMap<string, readonly [Digest, number]> = new Map([
  ["md5", [md5, 64]],
  ["sha1", [sha1, 64]],
  ["sha256", [sha256, 64]],
  ["sha512", [sha512, 128]],
]);

/** Module `hashlib`. */
export const create: NativeModuleFactory = () => {
  const hashClass = nativeClass({
    name: "HASH",
    module: "_hashlib",
    layout: "fixed",
    methods: {
      update: ["data, /", (self: PyHash, data: Value) => self.update(data)],
      digest: ["", (self: PyHash) => bytes(self.compute(self.data))],
      hexdigest: ["", (self: PyHash) => hex(self.compute(self.data))],
      copy: ["", (self: PyHash) => {
        const copy = new PyHash(hashClass, self.name, self.compute, self.blockSize);
        copy.data = self.data;
        return copy;
      }],
    },
    properties: {
      name: (self: PyHash) => self.name,
      digest_size: (self: PyHash) => self.compute(new Uint8Array()).length,
      block_size: (self: PyHash) => self.blockSize,
    },
  });
  const start = (name: string, data: Value | undefined): PyHash => {
    const algorithm = ALGORITHMS.get(name.toLowerCase().replace("-", ""));
    if (algorithm === undefined) throw valueError(`unsupported hash type ${name}`);
    const hash = new PyHash(hashClass, name, ...algorithm);
    if (data !== undefined) hash.update(data);
    return hash;
  };
  return nativeModule("hashlib", {
    ...Object.fromEntries([...ALGORITHMS.keys()].map((name) => [
      name,
      nativeFunction(
        name,
        "string=..., *, usedforsecurity=True",
        (data: Value | undefined) => start(name, data),
      ),
    ])),
    blake2b: nativeFunction(
      "blake2b",
      "data=..., /, *, digest_size=64, key=None, usedforsecurity=True",
      (data: Value | undefined, size: Value, key: Value) => {
        const length = intArgument(size);
        if (length < 1 || length > 64) {
          throw valueError("digest_size must be between 1 and 64 bytes");
        }
        const secret = key instanceof PyBytes ? key.data : new Uint8Array();
        const hash = new PyHash(
          hashClass,
          "blake2b",
          (input) => blake2b(input, length, secret),
          128,
        );
        if (data !== undefined) hash.update(data);
        return hash;
      },
    ),
    new: nativeFunction(
      "new",
      "name, data=..., **kwargs",
      (name: Value, data: Value | undefined) => start(asString(name) ?? typeName(name), data),
    ),
    algorithms_available: new PySet([...ALGORITHMS.keys(), "blake2b"]),
  });
};
