/** The parts of a Markdown file that tools write: what stands between `<!-- NAME -->` and `<!-- /NAME -->`. */

/**
 * Puts `text` between the marks of `name` in the file at `path`; the rest of the file stays.
 *
 * @throws {Error} when the file has no such marks
 */
export async function writeDocsSection(path: string, name: string, text: string): Promise<void> {
  const before = await Deno.readTextFile(path);
  const [first, last] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const [start, end] = [before.indexOf(first), before.indexOf(last)];
  if (start < 0 || end < start) throw new Error(`${path} has no lines ${first} and ${last}`);
  const head = before.slice(0, start + first.length);
  await Deno.writeTextFile(path, `${head}\n${text}\n${before.slice(end)}`);
}
