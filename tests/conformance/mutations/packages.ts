/** The packages of models as a server can hold them. */
import { modelPackages, packageFiles } from "../../support/model_packages.ts";

/** A package of models. */
export interface ModelPackage {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  /** What the database has before the tables are made. */
  readonly before: string;
}

/** What of a package no server takes, and what stands for it here. */
const INSTEAD: Readonly<Record<string, readonly [from: string, to: string]>> = {
  // A point has no precision.
  custom_types: ["POINT({self.precision})", "NUMERIC({self.precision})"],
  // Its convention gives two constraints one name.
  naming_convention: ['UniqueConstraint("name", "city")', 'UniqueConstraint("city", "name")'],
  // Alembic asks the server for a default that it has not quoted.
  defaults: ['server_default="it\'s"', 'server_default="its"'],
  // A reserved word that is not quoted.
  odd_names: ['quoted_name("select", False)', 'quoted_name("choice", False)'],
};

const BEFORE = `CREATE EXTENSION IF NOT EXISTS hstore; CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE SCHEMA mutated;
${
  ["app", "docs", "geo", "kinds", "own", "s", "sales", "second", "shared"]
    .map((name) => `CREATE SCHEMA ${name};`).join(" ")
}
CREATE TYPE "Odd Name" AS ENUM ('a', 'b''c');`;

/** All packages. */
export function allPackages(): readonly ModelPackage[] {
  return modelPackages().map((name) => {
    const files = packageFiles(name);
    const instead = INSTEAD[name];
    const changed = instead === undefined ? files : Object.fromEntries(
      Object.entries(files).map(([path, text]) => [path, text.replace(...instead)]),
    );
    return { name, files: changed, before: BEFORE };
  });
}
