import type { NativeModuleFactory } from "../../runtime/context.ts";
import {
  asInt,
  asString,
  bytes,
  callNow,
  nativeClass,
  nativeFunction,
  nativeModule,
  notImplemented,
  plain,
  PyBytes,
  PyClass,
  PyDict,
  PyObject,
  setHashKey,
  typeError,
  type Value,
  valueError,
} from "../../runtime/mod.ts";
import { enumClass } from "./enum/classes.ts";
import { normaliseInt } from "../../runtime/int.ts";
import { md5 } from "./hash/md5.ts";
import { sha1 } from "./hash/sha1.ts";
import { trimBoth } from "../../../config/trim_end.ts";

/** A `uuid.UUID`. */
export class PyUuid extends PyObject {
  /** The 128-bit number. */
  readonly value: bigint;

  constructor(value: bigint, cls: PyClass = uuidClass) {
    super(cls);
    this.value = value;
  }

  get hex(): string {
    return this.value.toString(16).padStart(32, "0");
  }

  /** The usual text with dashes. */
  override toString(): string {
    return this.hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  }

  get bytes(): Uint8Array {
    return Uint8Array.from(this.hex.match(/../g)!, (pair) => Number.parseInt(pair, 16));
  }

  get version(): number | null {
    return (this.value >> 62n & 3n) === 2n ? Number(this.value >> 76n & 15n) : null;
  }
}

function fromBytes(data: Uint8Array): bigint {
  return data.reduce((value, byte) => value << 8n | BigInt(byte), 0n);
}

/** A number with the version and RFC 4122 variant bits put in. */
function withVersion(value: bigint, version: number): bigint {
  const cleared = value & ~(0xf000n << 64n) & ~(0xc000n << 48n);
  return cleared | BigInt(version) << 76n | 0x8000n << 48n;
}

/** A UUID from its text; ValueError if it is none. */
export function parseUuid(text: string): bigint {
  const digits = trimBoth(text.replaceAll("urn:", "").replaceAll("uuid:", ""), "{}")
    .replaceAll("-", "");
  if (digits.length !== 32) throw valueError("badly formed hexadecimal UUID string");
  if (!/^[0-9a-f]+$/i.test(digits)) {
    throw valueError(`invalid literal for int() with base 16: '${digits}'`);
  }
  return BigInt(`0x${digits}`);
}

const ordering =
  (holds: (a: bigint, b: bigint) => boolean) => (self: PyUuid, other: Value): Value =>
    other instanceof PyUuid ? holds(self.value, other.value) : notImplemented;

export const uuidClass: PyClass = nativeClass({
  name: "UUID",
  module: "uuid",
  layout: "fixed",
  new: [
    "hex=None, bytes=None, bytes_le=None, fields=None, int=None, version=None",
    (
      cls: PyClass,
      hex: Value,
      data: Value,
      _le: Value,
      _fields: Value,
      int: Value,
      version: Value,
    ) => {
      if ([hex, data, int].filter((value) => value !== null).length !== 1) {
        throw typeError(
          "one of the hex, bytes, bytes_le, fields, or int arguments must be given",
        );
      }
      let value: bigint;
      if (hex !== null) {
        const text = asString(hex);
        if (text === null) {
          throw hex instanceof PyUuid
            ? typeError("'UUID' object has no attribute 'replace'")
            : typeError("one of the hex, bytes, bytes_le, fields, or int arguments must be given");
        }
        value = parseUuid(text);
      } else if (data !== null) {
        if (!(data instanceof PyBytes) || data.data.length !== 16) {
          throw valueError("bytes is not a 16-char string");
        }
        value = fromBytes(data.data);
      } else {
        value = BigInt(asInt(plain(int)) ?? -1);
        if (value < 0n || value >= 1n << 128n) {
          throw valueError("int is out of range (need a 128-bit value)");
        }
      }
      const wanted = asInt(version);
      return new PyUuid(wanted === null ? value : withVersion(value, Number(wanted)), cls);
    },
  ],
  methods: {
    __str__: ["", (self: PyUuid) => self.toString()],
    __repr__: ["", (self: PyUuid) => `UUID('${self}')`],
    __int__: ["", (self: PyUuid) => normaliseInt(self.value)],
    __eq__: ["other, /", ordering((a, b) => a === b)],
    __lt__: ["other, /", ordering((a, b) => a < b)],
    __le__: ["other, /", ordering((a, b) => a <= b)],
    __gt__: ["other, /", ordering((a, b) => a > b)],
    __ge__: ["other, /", ordering((a, b) => a >= b)],
  },
  properties: {
    hex: (self: PyUuid) => self.hex,
    int: (self: PyUuid) => normaliseInt(self.value),
    bytes: (self: PyUuid) => bytes(self.bytes),
    urn: (self: PyUuid) => `urn:uuid:${self}`,
    version: (self: PyUuid) => self.version,
    variant: () => "specified in RFC 4122",
  },
});
setHashKey(uuidClass, (self: PyUuid) => `\0uuid${self.value}`);

function named(version: 3 | 5) {
  return nativeFunction(`uuid${version}`, "namespace, name", (namespace: PyUuid, name: Value) => {
    const text = name instanceof PyBytes
      ? name.data
      : new TextEncoder().encode(asString(name) ?? "");
    const input = new Uint8Array([...namespace.bytes, ...text]);
    const digest = version === 3 ? md5(input) : sha1(input);
    return new PyUuid(withVersion(fromBytes(digest.subarray(0, 16)), version));
  });
}

/** Module `uuid`. */
export const create: NativeModuleFactory = (context) => {
  const namespace = (text: string) => new PyUuid(parseUuid(text));
  return nativeModule("uuid", {
    UUID: uuidClass,
    SafeUUID: callNow(enumClass, [
      "SafeUUID",
      new PyDict([["safe", 0], ["unsafe", -1], ["unknown", null]]),
    ]),
    uuid4: nativeFunction("uuid4", "", () => {
      const data = new Uint8Array(16);
      context.randomBytes(data);
      return new PyUuid(withVersion(fromBytes(data), 4));
    }),
    uuid1: nativeFunction("uuid1", "node=None, clock_seq=None", () => {
      // RFC 4122, 4.2: 100 ns since 1582-10-15, a random clock sequence and node.
      const data = new Uint8Array(8);
      context.randomBytes(data);
      const time = BigInt(Math.round(context.now() * 10_000)) + 0x01b21dd213814000n;
      const head = (time & 0xffffffffn) << 96n | (time >> 32n & 0xffffn) << 80n |
        (time >> 48n & 0xfffn) << 64n;
      return new PyUuid(withVersion(head | fromBytes(data), 1));
    }),
    uuid3: named(3),
    uuid5: named(5),
    // RFC 4122, Appendix C
    NAMESPACE_DNS: namespace("6ba7b810-9dad-11d1-80b4-00c04fd430c8"),
    NAMESPACE_URL: namespace("6ba7b811-9dad-11d1-80b4-00c04fd430c8"),
    NAMESPACE_OID: namespace("6ba7b812-9dad-11d1-80b4-00c04fd430c8"),
    NAMESPACE_X500: namespace("6ba7b814-9dad-11d1-80b4-00c04fd430c8"),
  });
};
