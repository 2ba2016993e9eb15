/**
 * Whether the tables that models of further libraries stand for, as they are recorded, are those that the libraries make.
 *
 * `MIGRATOR_LIBRARIES_PYTHON` names a Python that has them; without it the yardstick is asked, and a package of models whose libraries
 * it lacks is skipped. `MIGRATOR_RECORD=1` records what they make.
 */
import { assertEquals } from "@std/assert";
import {
  expectedTables,
  LIBRARY_MODELS,
  libraryPackages,
  recordTables,
} from "../support/library_models.ts";
import { yardstick } from "../support/yardstick.ts";
import { askAboutModels } from "./support/metadata_oracle.ts";

Deno.test("the recorded tables of models of further libraries are those that the libraries make", async (t) => {
  const python = Deno.env.get("MIGRATOR_LIBRARIES_PYTHON") ?? (await yardstick())?.python;
  if (python === undefined) return;
  const names = libraryPackages();
  const answers = await askAboutModels(
    python,
    names.map((name) => ({
      path: new URL(`${name}/`, LIBRARY_MODELS).pathname,
      module: "models",
      attribute: "target_metadata",
    })),
  );
  for (const [index, name] of names.entries()) {
    const { error, metadata } = answers[index]!;
    if (error?.startsWith("ModuleNotFoundError")) {
      console.error(`*** SKIPPED: tests/library_models/${name} (${error})`);
      continue;
    }
    await t.step(name, () => {
      assertEquals(error ?? null, null);
      if (Deno.env.get("MIGRATOR_RECORD")) recordTables(name, metadata!);
      assertEquals(metadata, expectedTables(name));
    });
  }
});
