import type { NativeModuleFactory } from "../../runtime/context.ts";
import {
  asString,
  bytes,
  nativeFunction,
  nativeModule,
  type PyClass,
  PySet,
  typeError,
  typeName,
  type Value,
  valueError,
} from "../../runtime/mod.ts";
import { extendClass } from "../../runtime/native.ts";
import { intArgument } from "../../builtins/arguments.ts";
import { ALGORITHMS, pbkdf2 } from "./hash/algorithms.ts";
import { blake2, BLAKE2B, BLAKE2S } from "./hash/blake2.ts";
import { dataArgument, hashClass, type HashKind, hexText, PyHash } from "./hash/hash_object.ts";
import { keccak } from "./hash/sha3.ts";

const plainClass = hashClass("HASH", "_hashlib");
const blake2bClass = hashClass("blake2b", "_blake2");
const blake2sClass = hashClass("blake2s", "_blake2");
const shakeClass: PyClass = hashClass("HASHXOF", "_hashlib");
extendClass(shakeClass, {
  methods: {
    digest: ["length, /", (self: PyHash, size: Value) => bytes(self.digest(intArgument(size)))],
    hexdigest: [
      "length, /",
      (self: PyHash, size: Value) => hexText(self.digest(intArgument(size))),
    ],
  },
});

function start(cls: PyClass, kind: HashKind, data: Value | undefined): PyHash {
  const hash = new PyHash(cls, kind);
  if (data !== undefined) hash.update(data);
  return hash;
}

function shake(name: string, blockSize: number) {
  const kind: HashKind = {
    name,
    digestSize: 0,
    blockSize,
    compute: (input, size = 0) => keccak(input, blockSize, 0x1f, size),
  };
  return nativeFunction(
    name,
    "string=..., *, usedforsecurity=True",
    (data: Value | undefined) => start(shakeClass, kind, data),
  );
}

/** `blake2b(…)` and `blake2s(…)`; tree hashing is not provided. */
function blake(name: "blake2b" | "blake2s") {
  const variant = name === "blake2b" ? BLAKE2B : BLAKE2S;
  const width = Number(variant.word) / 8;
  const most = 8 * width;
  return nativeFunction(
    name,
    `data=..., /, *, digest_size=${most}, key=None, salt=None, person=None, usedforsecurity=True`,
    (data: Value | undefined, size: Value, key: Value, salt: Value, person: Value) => {
      const digestSize = intArgument(size);
      if (digestSize < 1 || digestSize > most) {
        throw valueError(`digest_size must be between 1 and ${most} bytes`);
      }
      const optional = (value: Value, what: string, limit: number): Uint8Array => {
        const given = value === null ? new Uint8Array() : dataArgument(value);
        if (given.length > limit) throw valueError(`maximum ${what} length is ${limit} bytes`);
        return given;
      };
      const options = {
        size: digestSize,
        key: optional(key, "key", most),
        salt: optional(salt, "salt", 2 * width),
        person: optional(person, "person", 2 * width),
      };
      const kind: HashKind = {
        name,
        digestSize,
        blockSize: 16 * width,
        compute: (input) => blake2(variant, input, options),
      };
      return start(name === "blake2b" ? blake2bClass : blake2sClass, kind, data);
    },
  );
}

/** The digests that hash objects can be made for, by name; also those of `hmac`. */
export function hashKind(name: string): HashKind {
  const key = name.toLowerCase().replace(/^sha3-/, "sha3_").replace(/^sha-/, "sha");
  const algorithm = ALGORITHMS.get(key);
  if (algorithm === undefined) throw valueError(`unsupported hash type ${name}`);
  return { name: key, ...algorithm };
}

const NAMES = [...ALGORITHMS.keys(), "blake2b", "blake2s", "shake_128", "shake_256"];

/** Module `hashlib`. */
export const create: NativeModuleFactory = () => {
  const special = new Map([
    ["blake2b", blake("blake2b")],
    ["blake2s", blake("blake2s")],
    ["shake_128", shake("shake_128", 168)],
    ["shake_256", shake("shake_256", 136)],
  ]);
  return nativeModule("hashlib", {
    ...Object.fromEntries([...ALGORITHMS.keys()].map((name) => [
      name,
      nativeFunction(
        `openssl_${name}`,
        "string=..., *, usedforsecurity=True",
        (data: Value | undefined) => start(plainClass, hashKind(name), data),
      ),
    ])),
    ...Object.fromEntries(special),
    new: nativeFunction(
      "new",
      "name, data=..., **kwargs",
      (name: Value, data: Value | undefined, keywords: Map<string, Value>) => {
        const text = asString(name);
        if (text === null) {
          throw typeError(`new() argument 'name' must be str, not ${typeName(name)}`);
        }
        const other = special.get(text.toLowerCase());
        return other === undefined
          ? start(plainClass, hashKind(text), data)
          : other.invoke(data === undefined ? [] : [data], keywords);
      },
    ),
    pbkdf2_hmac: nativeFunction(
      "pbkdf2_hmac",
      "hash_name, password, salt, iterations, dklen=None",
      (name: Value, password: Value, salt: Value, rounds: Value, length: Value) => {
        const algorithm = hashKind(asString(name) ?? typeName(name));
        const size = length === null ? algorithm.digestSize : intArgument(length);
        return bytes(
          pbkdf2(
            algorithm,
            dataArgument(password),
            dataArgument(salt),
            intArgument(rounds),
            size,
          ),
        );
      },
    ),
    algorithms_available: new PySet(NAMES),
    algorithms_guaranteed: new PySet(NAMES),
  });
};
