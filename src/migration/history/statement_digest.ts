import { checksum } from "./checksum.ts";

/** How much text is kept before it is folded into the digest of what came before. */
const FOLD = 1_000_000;

/** The digest of a sequence of statements; nothing is computed for most, which nobody asks for. */
export class StatementDigest {
  #before = "";
  #texts: string[] = [];
  #length = 0;
  #count = 0;

  /** How many statements were added. */
  get count(): number {
    return this.#count;
  }

  add(sql: string): void {
    this.#texts.push(sql);
    this.#count++;
    this.#length += sql.length;
    if (this.#length >= FOLD) this.#fold();
  }

  /** SHA-256 of all that was added, in hexadecimal digits. */
  value(): string {
    this.#fold();
    return this.#before;
  }

  #fold(): void {
    if (this.#texts.length === 0) return;
    this.#before = checksum(JSON.stringify([this.#before, ...this.#texts]));
    this.#texts = [];
    this.#length = 0;
  }
}
