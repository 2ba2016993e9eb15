/** Whether the tables that models stand for are those that SQLAlchemy and SQLModel make of them. */
import { assert, assertEquals } from "@std/assert";
import { metadataDdl } from "../support/metadata_ddl.ts";
import { modelPackages, MODELS, packageFiles, readModels } from "../support/model_packages.ts";
import { yardstick } from "../support/yardstick.ts";
import { askAboutModels } from "./support/metadata_oracle.ts";

Deno.test("the tables of every package of models are those of SQLAlchemy", async (t) => {
  const real = await yardstick();
  if (real === null) return;
  const packages = modelPackages();
  assert(packages.length >= 40, `${packages.length} packages`);
  const answers = await askAboutModels(
    real.python,
    packages.map((name) => ({
      path: new URL(`${name}/`, MODELS).pathname,
      module: "models",
      attribute: "target_metadata",
    })),
  );
  for (const [index, name] of packages.entries()) {
    await t.step(name, async () => {
      const { target, error } = await readModels(packageFiles(name));
      const expected = answers[index]!;
      assertEquals([error, expected.error ?? null], [null, null]);
      assertEquals(target!.metadata.map(metadataDdl), expected.metadata);
    });
  }
});
