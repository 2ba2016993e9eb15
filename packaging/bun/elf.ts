/**
 * Bun puts what it adds to its executable for Linux behind the memory that the program begins with as zeros, in one
 * segment, so that these zeros must be in the file: 1.8 MB. Here the addition gets a segment of its own, and they go.
 */

/** Types of program headers and the place of what is read of them, by the specification of ELF (64 bits). */
const LOAD = 1;
const NOTE = 4;
const PROGRAM_HEADER = {
  flags: 4,
  offset: 8,
  vaddr: 16,
  paddr: 24,
  filesz: 32,
  memsz: 40,
  align: 48,
};
const SECTION_HEADER = { addr: 16, offset: 24, size: 32 };

/** Gives the file without the zeros; as it is, where it is not laid out as it is known here. */
export function withoutZeros(file: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const number = (at: number) => Number(view.getBigUint64(at, true));
  const sections = headers(view, 40, 58, 60);
  const programs = headers(view, 32, 54, 56);
  const names = number(sections[view.getUint16(62, true)]! + SECTION_HEADER.offset);
  const section = (name: string) =>
    sections.find((at) => textAt(file, names + view.getUint32(at, true)) === name);
  const [added, zeros] = [section(".bun"), section(".bss")];
  // What the note says is of use to those who look into the file alone; its header is the one that can be spared.
  const note = programs.at(-1)!;
  if (added === undefined || zeros === undefined || view.getUint32(note, true) !== NOTE) {
    return file;
  }
  const address = number(added + SECTION_HEADER.addr);
  const offset = number(added + SECTION_HEADER.offset);
  const size = number(added + SECTION_HEADER.size);
  const segment = programs.find((at) => {
    const start = number(at + PROGRAM_HEADER.vaddr);
    return view.getUint32(at, true) === LOAD && start <= address &&
      address < start + number(at + PROGRAM_HEADER.filesz);
  });
  if (segment === undefined) return file;
  const start = number(segment + PROGRAM_HEADER.vaddr);
  const zerosAt = number(zeros + SECTION_HEADER.addr);
  const zerosEnd = zerosAt + number(zeros + SECTION_HEADER.size);
  const end = number(segment + PROGRAM_HEADER.offset) + zerosAt - start;
  const alignment = number(segment + PROGRAM_HEADER.align);
  // The kernel maps pages: a place in the file and its address are equally far from the beginning of one.
  const moved = end + (address - end % alignment + alignment) % alignment;
  const known = start <= zerosAt && zerosEnd <= address && moved < offset &&
    file.subarray(end, offset).every((byte) => byte === 0);
  if (!known) return file;

  const gap = offset - moved;
  const set = (at: number, value: number) => view.setBigUint64(at, BigInt(value), true);
  set(segment + PROGRAM_HEADER.filesz, zerosAt - start);
  set(segment + PROGRAM_HEADER.memsz, zerosEnd - start);
  view.setUint32(note, LOAD, true);
  view.setUint32(
    note + PROGRAM_HEADER.flags,
    view.getUint32(segment + PROGRAM_HEADER.flags, true),
    true,
  );
  set(note + PROGRAM_HEADER.offset, moved);
  set(note + PROGRAM_HEADER.vaddr, address);
  set(note + PROGRAM_HEADER.paddr, address);
  set(note + PROGRAM_HEADER.filesz, size);
  set(note + PROGRAM_HEADER.memsz, size);
  set(note + PROGRAM_HEADER.align, alignment);
  for (const at of sections) {
    const place = number(at + SECTION_HEADER.offset);
    if (place >= offset) set(at + SECTION_HEADER.offset, place - gap);
  }
  set(40, number(40) - gap);
  file.copyWithin(moved, offset);
  return file.subarray(0, file.length - gap);
}

/** Where the headers are of a table that the file's own header describes. */
function headers(view: DataView, table: number, size: number, count: number): number[] {
  const first = Number(view.getBigUint64(table, true));
  const length = view.getUint16(size, true);
  return Array.from({ length: view.getUint16(count, true) }, (_, index) => first + index * length);
}

/** The text at a place, which ends with a zero. */
function textAt(file: Uint8Array, at: number): string {
  return new TextDecoder().decode(file.subarray(at, file.indexOf(0, at)));
}
