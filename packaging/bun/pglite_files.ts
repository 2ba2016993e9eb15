/**
 * Stands in for src/database/pglite_files.ts in the executable, where the data files of the embedded database are
 * compressed.
 */
import type { PgliteFiles } from "../../src/database/pglite_files.ts";

/** What is used of Bun. */
declare const Bun: {
  file(path: URL): { arrayBuffer(): Promise<ArrayBuffer> };
  zstdDecompress(bytes: ArrayBuffer): Promise<Uint8Array<ArrayBuffer>>;
};

/** Unpacks the files on other threads, side by side. */
export async function loadPgliteFiles(): Promise<PgliteFiles> {
  const [pgliteWasmModule, initdbWasmModule, fsBundle] = await Promise.all([
    unpack("pglite.wasm").then(WebAssembly.compile),
    unpack("initdb.wasm").then(WebAssembly.compile),
    unpack("pglite.data").then((bytes) => new Blob([bytes])),
  ]);
  return { pgliteWasmModule, initdbWasmModule, fsBundle };
}

/** The files lie in the directory of the executable's code. */
async function unpack(name: string): Promise<Uint8Array<ArrayBuffer>> {
  const packed = Bun.file(new URL(`./${name}.zst`, import.meta.url));
  return await Bun.zstdDecompress(await packed.arrayBuffer());
}
