import {
  asString,
  bytes,
  nativeClass,
  PyBytes,
  type PyClass,
  PyObject,
  typeError,
  type Value,
} from "../../../runtime/mod.ts";
import { plain } from "../../../runtime/objects.ts";
import { spend } from "../../../runtime/running.ts";
import { checkText, readText } from "../../../runtime/limits.ts";

/** What a hash object computes. */
export interface HashKind {
  readonly name: string;
  readonly digestSize: number;
  readonly blockSize: number;
  /** `size` is for functions whose digest may have any length. */
  readonly compute: (input: Uint8Array, size?: number) => Uint8Array;
}

/** How much is hashed in about the time of a step of the interpreter. */
const BYTES_A_STEP = 8;

/** The bytes of an argument. */
export function dataArgument(value: Value): Uint8Array {
  const inner = plain(value);
  if (inner instanceof PyBytes) return inner.data;
  throw typeError(
    asString(value) === null
      ? "object supporting the buffer API required"
      : "Strings must be encoded before hashing",
  );
}

/** A hash under way. It keeps its input, for what is hashed here is short. */
export class PyHash extends PyObject {
  readonly kind: HashKind;
  #data: Uint8Array = new Uint8Array();

  constructor(cls: PyClass, kind: HashKind) {
    super(cls);
    this.kind = kind;
  }

  update(value: Value): void {
    this.append(dataArgument(value));
  }

  append(more: Uint8Array): void {
    checkText(this.#data.length + more.length, more.length);
    readText(this.#data.length);
    const data = new Uint8Array(this.#data.length + more.length);
    data.set(this.#data);
    data.set(more, this.#data.length);
    this.#data = data;
  }

  digest(size?: number): Uint8Array {
    spend(Math.ceil((this.#data.length + (size ?? 0)) / BYTES_A_STEP));
    return this.kind.compute(this.#data, size);
  }

  copy(): PyHash {
    const copy = new PyHash(this.cls, this.kind);
    copy.#data = this.#data;
    return copy;
  }
}

/** Two hexadecimal digits a byte. */
export function hexText(data: Uint8Array): string {
  return Array.from(data, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** A class of hash objects, named as CPython names it. */
export function hashClass(name: string, module: string): PyClass {
  return nativeClass({
    name,
    module,
    layout: "fixed",
    subclassable: false,
    methods: {
      update: ["data, /", (self: PyHash, data: Value) => self.update(data)],
      digest: ["", (self: PyHash) => bytes(self.digest())],
      hexdigest: ["", (self: PyHash) => hexText(self.digest())],
      copy: ["", (self: PyHash) => self.copy()],
      __repr__: [
        "",
        (self: PyHash) => `<${self.kind.name} ${module}.${name} object>`,
      ],
    },
    properties: {
      name: (self: PyHash) => self.kind.name,
      digest_size: (self: PyHash) => self.kind.digestSize,
      block_size: (self: PyHash) => self.kind.blockSize,
    },
  });
}
