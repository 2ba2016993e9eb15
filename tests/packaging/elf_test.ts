/** The executable for Linux without the zeros that Bun leaves in it: what is loaded of it stays what it was. */
import { assertEquals } from "@std/assert";
import { withoutZeros } from "../../packaging/bun/elf.ts";

const PAGE = 0x1000;
const BASE = 0x200000;
const encoder = new TextEncoder();

/** A file as Bun lays it out: data, zeros for memory, and what was added, in one segment; then what is not loaded. */
function executable({ lastType = 4 } = {}): Uint8Array<ArrayBuffer> {
  const names = "\0.bss\0.bun\0.shstrtab\0";
  const [data, added, rest, table] = [0x1000, 0x4000, 0x4800, 0x5000];
  const file = new Uint8Array(0x6000);
  const view = new DataView(file.buffer);
  const set = (at: number, ...values: number[]) =>
    values.forEach((value, index) => view.setBigUint64(at + 8 * index, BigInt(value), true));
  set(32, 64, table);
  [64, 56, 2, 64, 4, 3].forEach((value, index) => view.setUint16(52 + 2 * index, value, true));
  const program = (index: number, type: number, ...fields: number[]) => {
    view.setUint32(64 + 56 * index, type, true);
    view.setUint32(68 + 56 * index, 6, true);
    set(72 + 56 * index, ...fields);
  };
  const address = BASE + data;
  program(0, 1, data, address, address, rest - data, rest - data, PAGE);
  program(1, lastType, 0x200, BASE, BASE, 4, 4, 4);
  const section = (index: number, name: number, ...fields: number[]) => {
    view.setUint32(table + 64 * index, name, true);
    set(table + 64 * index + 16, ...fields);
  };
  section(1, 1, address + 0x310, data + 0x310, 0x2000);
  section(2, 6, BASE + added, added, rest - added);
  section(3, 11, 0, rest, names.length);
  file.fill(1, data, data + 0x310);
  file.fill(2, added, rest);
  file.set(encoder.encode(names), rest);
  return file;
}

/** What stands in memory from the first address on: zeros where nothing is loaded. */
function loaded(file: Uint8Array<ArrayBuffer>): Uint8Array {
  const view = new DataView(file.buffer, file.byteOffset);
  const memory = new Uint8Array(0x8000);
  for (const at of [64, 120]) {
    if (view.getUint32(at, true) !== 1) continue;
    const [offset, address, , size] = [8, 16, 24, 32].map((n) =>
      Number(view.getBigUint64(at + n, true))
    );
    assertEquals(offset! % PAGE, address! % PAGE);
    memory.set(file.subarray(offset, offset! + size!), address! - BASE);
  }
  return memory;
}

Deno.test("withoutZeros() takes zeros out of the file and not out of memory", () => {
  const before = executable();
  const memory = loaded(before);
  const after = withoutZeros(before);
  assertEquals(after.length, 0x6000 - 0x2000);
  assertEquals(loaded(after), memory);
  // The names of sections are found where they were said to be, so it can be done but once.
  assertEquals(withoutZeros(after.slice()), after);
});

Deno.test("withoutZeros() leaves a file as it is whose headers it cannot use", () => {
  const file = executable({ lastType: 7 });
  assertEquals(withoutZeros(file.slice()), file);
});
