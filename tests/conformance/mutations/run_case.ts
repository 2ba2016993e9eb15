/** One mutation of one package: what both tools make of it, and whether ours leads there and back. */
import type { Connection } from "../../../src/database/connection.ts";
import type { Metadata } from "../../../src/schema/metadata.ts";
import type { NamingConvention } from "../../../src/schema/naming_convention.ts";
import {
  describeSchema,
  differences,
  type SchemaDescription,
} from "../../../src/verify/schema_description.ts";
import { readModels } from "../../support/model_packages.ts";
import type { AlembicSide, Written } from "./alembic_side.ts";
import type { Known } from "./appended_code.ts";
import { type Completion, findings, improvementsBetween, sqlDifference } from "./compared_sql.ts";
import { type EnvPy, envPy } from "./environments.ts";
import { chanceOf, mutate } from "./mutate.ts";
import type { ModelPackage } from "./packages.ts";
import type { MutableProject } from "./project.ts";

/** How the way there and back went. */
export type Trip =
  | "there and back, and clean in between"
  /** The server does not make what the models say, or cannot change a type of itself. */
  | "refused by the server"
  /** The comparison finds still something, and Alembic's too. */
  | "not clean, as with Alembic"
  /** The statements that lead back are Alembic's, and do not lead back, or fail. */
  | "not back, by Alembic's own statements"
  /** env.py leaves something out on purpose. */
  | "there and back but for what env.py leaves out"
  | "not tried";

/** A case in which both tools wrote something. */
export interface ComparedCase {
  readonly kind: "compared";
  /** What was changed, and what env.py says. */
  readonly what: string;
  /** Empty where everything is the same. */
  readonly problems: readonly string[];
  /** What our revision says that Alembic's leaves out. */
  readonly how: ReadonlySet<Completion>;
  readonly statements: number;
  /** By what the revision with all improvements differs from that without. */
  readonly improvements: ReadonlySet<string>;
  readonly trip: Trip;
  /** What the server said. */
  readonly refused?: string;
}

/** What came of a case. */
export type CaseResult =
  | ComparedCase
  /** SQLAlchemy does not take the models, or Alembic fails on them. */
  | { readonly kind: "invalid"; readonly why: string };

interface TripOutcome {
  readonly improvements: ReadonlySet<string>;
  readonly trip: Trip;
  readonly refused?: string;
  readonly problems: readonly string[];
}

/** What cases of one package share. */
export interface Surroundings {
  readonly alembic: AlembicSide;
  readonly project: MutableProject;
  readonly connection: Connection;
  readonly url: string;
  /** Whether both directions are compared and each case is led there and back; else one of these, by turns. */
  readonly thorough: boolean;
}

/** A package whose tables the database has. */
export class PackageState {
  readonly #package: ModelPackage;
  readonly #surroundings: Surroundings;
  readonly #known: Omit<Known, "text">;
  #before: SchemaDescription | null = null;

  private constructor(each: ModelPackage, surroundings: Surroundings, known: Omit<Known, "text">) {
    this.#package = each;
    this.#surroundings = surroundings;
    this.#known = known;
  }

  static async of(each: ModelPackage, surroundings: Surroundings): Promise<PackageState> {
    const { target, error } = await readModels(each.files);
    if (target === null) throw new Error(`${each.name}: ${error}`);
    return new PackageState(each, surroundings, { metadata: target.metadata });
  }

  async #restore(): Promise<SchemaDescription> {
    const { alembic, project, url, connection } = this.#surroundings;
    project.writeModels(this.#package.files);
    await alembic.create(project.directory, url, this.#package.before);
    return await describe(connection);
  }

  /** Runs the case of a seed. */
  async run(seed: number): Promise<CaseResult> {
    const { alembic, project, url, thorough } = this.#surroundings;
    const { files } = this.#package;
    const chance = chanceOf(seed);
    const { files: mutated, changes } = mutate({ files, known: this.#known }, chance);
    const environment = envPy(
      chance,
      hasSchemas(this.#known.metadata),
    );
    const what = `${changes.join(" and ")}${environment.what && `; ${environment.what}`}`;
    this.#before ??= await this.#restore();
    const before = this.#before;
    const read = await readModels(mutated);
    const convention = conventionOf(read.target?.metadata ?? []);

    project.writeModels(mutated);
    project.writeEnvironment(environment.text, false);
    const theirs = await alembic.revision(project.directory, url);
    if (theirs.error !== undefined && !theirs.file) return { kind: "invalid", why: theirs.error };
    const ours = await project.revision(convention);
    const { problems, how } = compare(theirs, ours);
    const whole = environment.whole && (environment.schemas || !hasSchemas(read.target?.metadata));
    const isTried = thorough || seed % 4 === 0;
    const trip: TripOutcome = ours.error === undefined && isTried
      ? await this.#trip({ ...environment, whole }, convention, before, theirs, ours)
      : { ...NOT_TRIED, refused: ours.error };
    return {
      kind: "compared",
      what,
      how,
      statements: ours.upgrade?.length ?? 0,
      ...trip,
      problems: [...problems, ...trip.problems],
    };
  }

  /** The upgrade with all improvements, whether the check is clean then, the other direction, and the way back. */
  async #trip(
    environment: EnvPy,
    convention: NamingConvention | null,
    before: SchemaDescription,
    theirs: Written,
    plain: Written,
  ): Promise<TripOutcome> {
    const { project, connection } = this.#surroundings;
    project.writeEnvironment(environment.text, true);
    const revision = await project.revision(convention);
    if (revision.error !== undefined) {
      return { ...NOT_TRIED, problems: [`with improvements: ${revision.error}`] };
    }
    const [upgrade, downgrade] = [revision.upgrade ?? [], revision.downgrade ?? []];
    const { names, others } = improvementsBetween(plain.upgrade ?? [], upgrade);
    const problems = others.map((line) => `an improvement without a name: ${line}`);
    const outcome = { improvements: names, problems };
    const refused = await runAll(connection, upgrade);
    if (refused !== null) return { ...outcome, trip: "refused by the server", refused };
    const isClean = await this.#isClean(environment, convention, problems);
    problems.push(...await this.#otherDirection(environment));

    const stuck = await runAll(connection, downgrade);
    const after = await describe(connection);
    const left = differences(before, after).filter((each) =>
      plainCheck(each.before) !== plainCheck(each.after)
    );
    if (stuck !== null || left.length > 0) this.#before = null;
    if (!environment.whole) {
      return { ...outcome, trip: "there and back but for what env.py leaves out" };
    }
    if (stuck !== null || left.length > 0) {
      const isTheirs = theirs.downgrade !== null &&
        sqlDifference(theirs.downgrade, downgrade).lines.length === 0;
      if (isTheirs) return { ...outcome, trip: "not back, by Alembic's own statements" };
      problems.push(stuck === null ? "not as before:" : `the downgrade fails: ${stuck}`);
      problems.push(...left.map((each) => `${each.object}: ${each.before} -> ${each.after}`));
      problems.push(revision.file);
    }
    const trip = isClean ? "there and back, and clean in between" : "not clean, as with Alembic";
    return { ...outcome, trip };
  }

  /** Whether `check` finds nothing; what it finds is a problem unless Alembic finds it too. */
  async #isClean(
    { text, whole }: EnvPy,
    convention: NamingConvention | null,
    problems: string[],
  ): Promise<boolean> {
    const { project, alembic, url } = this.#surroundings;
    const { code, out, err } = await project.run("check");
    if (code === 0 || !whole) return true;
    project.writeEnvironment(text, false);
    const theirs = await alembic.revision(project.directory, url);
    const ours = await project.revision(convention);
    const isAlembics = theirs.upgrade !== undefined && theirs.upgrade !== null &&
      theirs.upgrade.length > 0 && compare(theirs, ours).problems.length === 0;
    if (!isAlembics) problems.push(`not clean: ${out}${err}`);
    return false;
  }

  /** What differs where the database is as the changed models say, and the models are as before. */
  async #otherDirection({ text }: EnvPy): Promise<readonly string[]> {
    const { project, alembic, url } = this.#surroundings;
    project.writeModels(this.#package.files);
    project.writeEnvironment(text, false);
    const theirs = await alembic.revision(project.directory, url);
    if (theirs.error !== undefined && !theirs.file) return [];
    const ours = await project.revision(conventionOf(this.#known.metadata));
    return compare(theirs, ours).problems.map((each) => `the other direction: ${each}`);
  }
}

const NOT_TRIED: TripOutcome = { trip: "not tried", improvements: new Set(), problems: [] };

/** A condition without the casts that the server adds where it reads its own text again. */
function plainCheck(text: string | null): string | null {
  return text?.startsWith("CHECK") ? text.replace(/::[a-z ]+(\[\])?|[()]/g, "") : text;
}

/** The convention that revisions run with: that of one metadata. */
function conventionOf(metadata: readonly Metadata[]): NamingConvention | null {
  return metadata.length === 1 ? metadata[0]!.namingConvention ?? null : null;
}

function hasSchemas(metadata: readonly Metadata[] | undefined): boolean {
  return metadata?.some(({ tables }) => tables.some(({ schema }) => schema)) ?? false;
}

/** What differs, and how Alembic's was completed. */
function compare(
  theirs: Written,
  ours: Written,
): { readonly problems: readonly string[]; readonly how: ReadonlySet<Completion> } {
  if (theirs.error !== undefined || ours.error !== undefined) {
    const same = theirs.error !== undefined && ours.error !== undefined;
    const text = `Alembic: ${theirs.error}\nours: ${ours.error}\n${theirs.file}\n${ours.file}`;
    return { problems: same ? [] : [text], how: new Set() };
  }
  const problems: string[] = [];
  const how = new Set<Completion>();
  for (const part of ["upgrade", "downgrade"] as const) {
    const difference = sqlDifference(theirs[part], ours[part]);
    difference.how.forEach((each) => how.add(each));
    if (difference.lines.length > 0) problems.push(`${part}:\n${difference.lines.join("\n")}`);
  }
  const [a, b] = [findings(theirs.log).join("\n"), findings(ours.log).join("\n")];
  if (a !== b) problems.push(`log:\n--- Alembic\n${a}\n--- ours\n${b}`);
  return { problems, how };
}

/** Runs statements in one transaction; gives what the server said against one. */
async function runAll(
  connection: Connection,
  statements: readonly string[],
): Promise<string | null> {
  await connection.execute({ sql: "BEGIN" });
  try {
    for (const sql of statements) await connection.execute({ sql });
    await connection.execute({ sql: "COMMIT" });
    return null;
  } catch (error) {
    await connection.execute({ sql: "ROLLBACK" });
    return error instanceof Error ? error.message : String(error);
  }
}

function describe(connection: Connection): Promise<SchemaDescription> {
  const versionTable = { schema: "public", name: "alembic_version" };
  return describeSchema(connection, { versionTable, roles: false });
}
