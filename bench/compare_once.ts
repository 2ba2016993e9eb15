/** One comparison of the models of a file with a database, which has to find nothing. */
import { metadataOf, optionsOf, ours, sessionWith } from "../tests/support/autogenerate.ts";

const [url, path] = Deno.args as [string, string];
const connection = await sessionWith(url);
const metadata = await metadataOf(await Deno.readTextFile(path));
const { changes, upgrade } = await ours(connection, metadata, optionsOf({}));
await connection.close();
if (changes.upgrade.length > 0) throw new Error(upgrade);
