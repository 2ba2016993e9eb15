const encoder = new TextEncoder();

/** Puts messages of PostgreSQL's protocol one behind the other (manual, 55.7). */
export class MessageWriter {
  #bytes = new Uint8Array(512);
  #length = 0;
  /** Where the length of the message that is being written stands. */
  #lengthAt = 0;

  /** Begins a message; those before a session has begun have no type. */
  begin(type: string | null): this {
    if (type !== null) this.byte(type.charCodeAt(0));
    this.#lengthAt = this.#length;
    return this.int32(0);
  }

  /** Ends the message: its length is known. */
  end(): this {
    return this.#set(this.#lengthAt, this.#length - this.#lengthAt);
  }

  /** A text, with the character that ends it. */
  text(value: string): this {
    return this.string(value).byte(0);
  }

  /** A text without an end. */
  string(value: string): this {
    for (let rest = value; rest !== "";) {
      const { read, written } = encoder.encodeInto(rest, this.#bytes.subarray(this.#length));
      this.#length += written;
      rest = rest.slice(read);
      if (rest !== "") this.#reserve(rest.length + 3);
    }
    return this;
  }

  byte(value: number): this {
    this.#reserve(1);
    this.#bytes[this.#length++] = value;
    return this;
  }

  int16(value: number): this {
    return this.byte(value >> 8).byte(value);
  }

  int32(value: number): this {
    this.#reserve(4);
    this.#length += 4;
    return this.#set(this.#length - 4, value);
  }

  raw(bytes: Uint8Array): this {
    this.#reserve(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
    return this;
  }

  /** A value with its length before it; `null` has none. */
  value(value: string | Uint8Array | null): this {
    if (value === null) return this.int32(-1);
    if (typeof value !== "string") return this.int32(value.length).raw(value);
    const at = this.#length;
    return this.int32(0).string(value).#set(at, this.#length - at - 4);
  }

  /** What has been written. */
  bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  /** Byte by byte: a `DataView` would make the runtime move the buffer, which takes longer than a short message. */
  #set(at: number, value: number): this {
    for (let byte = 0; byte < 4; byte++) this.#bytes[at + byte] = value >> (24 - 8 * byte);
    return this;
  }

  #reserve(more: number): void {
    const needed = this.#length + more;
    if (needed <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(needed, 2 * this.#bytes.length));
    larger.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = larger;
  }
}
