import { assertEquals } from "@std/assert";
import { typeRepr } from "../../src/schema/type_repr.ts";
import { readModels } from "../support/model_packages.ts";

/** Types of numbers, and what `repr()` of SQLAlchemy 2.0.54 gives for them. */
const TYPES: Readonly<Record<string, string>> = {
  "sa.Numeric(10, 2)": "Numeric(precision=10, scale=2)",
  "sa.Numeric(10, 2, asdecimal=False)": "Numeric(precision=10, scale=2, asdecimal=False)",
  "sa.Numeric(38, 9, True)": "Numeric(precision=38, scale=9, decimal_return_scale=True)",
  "sa.DECIMAL(5, 1, decimal_return_scale=1)":
    "DECIMAL(precision=5, scale=1, decimal_return_scale=1)",
  "sa.Numeric": "Numeric()",
  "sa.Float(5)": "Float(precision=5)",
  "sa.Float(5, asdecimal=True, decimal_return_scale=2)":
    "Float(precision=5, asdecimal=True, decimal_return_scale=2)",
};

Deno.test("types of numbers keep what they are to Python", async () => {
  const columns = Object.keys(TYPES).map((type, at) => `    sa.Column("c${at}", ${type}),`);
  const { target, error } = await readModels({
    "models.py": [
      "import sqlalchemy as sa",
      "target_metadata = sa.MetaData()",
      'sa.Table("t", target_metadata,',
      ...columns,
      ")",
    ].join("\n"),
  });
  assertEquals(error, null);
  assertEquals(
    target!.metadata[0]!.tables[0]!.columns.map(({ type }) => typeRepr(type)),
    Object.values(TYPES),
  );
});
