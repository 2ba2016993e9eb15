/** Whether the tables of models that use further libraries are those that the libraries make. */
import { assertEquals } from "@std/assert";
import { expectedTables, LIBRARY_MODELS, libraryPackages } from "../support/library_models.ts";
import { metadataDdl } from "../support/metadata_ddl.ts";
import { packageFiles, readModels } from "../support/model_packages.ts";

for (const name of libraryPackages()) {
  Deno.test(`models of ${name} have the tables that the libraries make`, async () => {
    const { target, error } = await readModels(packageFiles(name, LIBRARY_MODELS));
    assertEquals(error, null);
    assertEquals(target!.metadata.map(metadataDdl), expectedTables(name));
  });
}
