/** One mutation of one package: what both tools make of it, and whether ours leads there and back. */
import type { Connection } from "../../../src/database/connection.ts";
import type { NamingConvention } from "../../../src/schema/naming_convention.ts";
import type { SchemaDescription } from "../../../src/verify/schema_description.ts";
import { readModels } from "../../support/model_packages.ts";
import type { AlembicSide } from "./alembic_side.ts";
import type { Known } from "./appended_code.ts";
import { type Compared, compareRevisions, conventionOf, hasSchemas } from "./compare_revisions.ts";
import {
  type Completion,
  improvementsBetween,
  sqlDifference,
  withOurNames,
} from "./compared_sql.ts";
import { changesBetween, describe, runAll } from "./database_state.ts";
import { type EnvPy, envPy, WHOLE } from "./environments.ts";
import { chanceOf, mutate } from "./mutate.ts";
import type { ModelPackage } from "./packages.ts";
import type { MutableProject } from "./project.ts";
import { throughProcesses } from "./through_processes.ts";

/** How the way there and back went. */
export type Trip =
  | "there and back, and clean in between"
  /** The server does not do what the models ask for. */
  | "refused by the server"
  /** The comparison finds still something, and Alembic's too. */
  | "not clean, as with Alembic"
  /** Alembic's own statements do not lead back either, or fail. */
  | "not back, as with Alembic"
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
  /** Whether neither revision runs, so that their text was compared. */
  readonly asText: boolean;
  /** Whether both wrote the same text. */
  readonly sameText: boolean;
  readonly statements: number;
  /** By what the revision with all improvements differs from that without. */
  readonly improvements: ReadonlySet<string>;
  readonly trip: Trip;
  /** What the server said. */
  readonly refused?: string;
  /** Whether a type became another with a USING that was added to the revision. */
  readonly hasUsing: boolean;
  /** Whether each command was a process of its own, too. */
  readonly byProcesses: boolean;
}

/** What came of a case. */
export type CaseResult =
  | ComparedCase
  /** SQLAlchemy does not take the models, Alembic fails on them, or no server takes them. */
  | { readonly kind: "invalid"; readonly why: string };

type TripOutcome = Pick<
  ComparedCase,
  "improvements" | "trip" | "refused" | "problems" | "hasUsing" | "byProcesses"
>;

const NOT_TRIED: TripOutcome = {
  trip: "not tried",
  improvements: new Set(),
  problems: [],
  hasUsing: false,
  byProcesses: false,
};

/** What cases of one package share. */
export interface Surroundings {
  readonly alembic: AlembicSide;
  readonly project: MutableProject;
  readonly connection: Connection;
  readonly url: string;
  /** Whether each case is led there and back; else every fourth. */
  readonly thorough: boolean;
  /** Whether one case of the package goes there and back by processes of the command line too. */
  readonly processes: boolean;
}

/** A package whose tables the database has. */
export class PackageState {
  readonly #package: ModelPackage;
  readonly #surroundings: Surroundings;
  readonly #known: Omit<Known, "text">;
  #before: SchemaDescription | null = null;
  #processesWanted: boolean;

  private constructor(each: ModelPackage, surroundings: Surroundings, known: Omit<Known, "text">) {
    this.#package = each;
    this.#surroundings = surroundings;
    this.#known = known;
    this.#processesWanted = surroundings.processes;
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
    return this.#before = await describe(connection);
  }

  /** Runs the case of a seed. */
  async run(seed: number): Promise<CaseResult> {
    const { alembic, project, url, thorough } = this.#surroundings;
    const { files, before } = this.#package;
    const chance = chanceOf(seed);
    const { files: mutated, changes } = mutate({ files, known: this.#known }, chance);
    const environment = envPy(chance, hasSchemas(this.#known.metadata));
    const what = `${changes.join(" and ")}${environment.what && `; ${environment.what}`}`;
    const { target } = await readModels(mutated);
    const convention = conventionOf(target?.metadata ?? []);
    const whole = environment.whole && (environment.schemas || !hasSchemas(target?.metadata));
    const isTried = thorough || this.#processesWanted || seed % 4 === 0;
    const run = (env: EnvPy) => this.#inEnvironment(env, mutated, convention, isTried);

    const first = await run({ ...environment, whole });
    if (first.kind === "invalid") return first;
    const isRefused = first.trip === "refused by the server";
    if (isRefused || first.problems.length > 0) {
      project.writeModels(mutated);
      const why = await alembic.whyNotCreatable(project.directory, url, before);
      if (why !== null) return { kind: "invalid", why };
    }
    if (!isRefused || first.problems.length > 0) return { ...first, what };
    // What env.py hides from the comparison is made anew, and is there already.
    const second = whole ? first : await run(WHOLE);
    return second.kind === "invalid"
      ? { ...first, what }
      : { ...second, what, how: first.how.union(second.how) };
  }

  /** What both tools make of the models, and where that leads. */
  async #inEnvironment(
    environment: EnvPy,
    models: Readonly<Record<string, string>>,
    convention: NamingConvention | null,
    isTried: boolean,
  ): Promise<Omit<ComparedCase, "what"> | Extract<CaseResult, { kind: "invalid" }>> {
    const { project } = this.#surroundings;
    const before = this.#before ?? await this.#restore();
    project.writeModels(models);
    const compared = await this.#compare(environment, convention);
    if (typeof compared === "string") return { kind: "invalid", why: compared };
    const { ours, how, asText, sameText } = compared;
    const trip = isTried && ours.error === undefined
      ? await this.#trip(environment, convention, before, compared, models)
      : { ...NOT_TRIED, refused: ours.error };
    return {
      kind: "compared",
      how,
      asText,
      sameText,
      statements: ours.upgrade?.length ?? 0,
      ...trip,
      problems: [...compared.problems, ...trip.problems],
    };
  }

  /** What both tools write without improvements; why Alembic fails where it does. */
  async #compare(
    { text }: EnvPy,
    convention: NamingConvention | null,
  ): Promise<Compared | string> {
    const { project, alembic, url } = this.#surroundings;
    project.writeEnvironment(text, false);
    const theirs = await alembic.revision(project.directory, url);
    if (theirs.error !== undefined && !theirs.file) return theirs.error;
    return compareRevisions(theirs, await project.revision(convention));
  }

  /** The upgrade with all improvements, whether the check is clean then, the other direction, and the way back. */
  async #trip(
    environment: EnvPy,
    convention: NamingConvention | null,
    before: SchemaDescription,
    plain: Compared,
    models: Readonly<Record<string, string>>,
  ): Promise<TripOutcome> {
    const { project, connection } = this.#surroundings;
    project.writeEnvironment(environment.text, true);
    const revision = await project.revision(convention);
    if (revision.error !== undefined) {
      return { ...NOT_TRIED, problems: [`with improvements: ${revision.error}`] };
    }
    const [upgrade, downgrade] = [revision.upgrade ?? [], revision.downgrade ?? []];
    const { names, others } = improvementsBetween(plain.ours.upgrade ?? [], upgrade);
    const problems = others.map((line) => `an improvement without a name: ${line}`);
    const there = await runAll(connection, upgrade);
    const outcome = { improvements: names, problems, hasUsing: there.hasUsing, byProcesses: false };
    if (there.refused !== null) {
      return { ...outcome, trip: "refused by the server", refused: there.refused };
    }
    const isClean = await this.#isClean(environment, convention, problems);
    problems.push(...await this.#otherDirection(environment));

    const back = await runAll(connection, downgrade);
    const left = changesBetween(before, await describe(connection));
    const isBack = back.refused === null && left.length === 0;
    if (!isBack) this.#before = null;
    if (!environment.whole) {
      return { ...outcome, trip: "there and back but for what env.py leaves out" };
    }
    if (!isBack) {
      if (await this.#isAlembics(plain, downgrade, { left, refused: back.refused })) {
        return { ...outcome, trip: "not back, as with Alembic" };
      }
      problems.push(
        back.refused === null ? "not as before:" : `the downgrade fails: ${back.refused}`,
        ...left,
        revision.file,
      );
    }
    if (!isClean) return { ...outcome, trip: "not clean, as with Alembic" };
    const byProcesses = this.#processesWanted && isBack && upgrade.length > 0 &&
      !there.hasUsing && !back.hasUsing;
    if (byProcesses) {
      this.#processesWanted = false;
      project.writeModels(models);
      project.writeEnvironment(environment.text, true);
      problems.push(...await throughProcesses(project.directory, connection, before));
    }
    return { ...outcome, byProcesses, trip: "there and back, and clean in between" };
  }

  /** Whether Alembic's statements do not lead back either: they are ours, fail too, or leave the same. */
  async #isAlembics(
    { theirs }: Compared,
    downgrade: readonly string[],
    ours: { readonly left: readonly string[]; readonly refused: string | null },
  ): Promise<boolean> {
    if (theirs.upgrade === null || theirs.downgrade === null) return false;
    const theirDowngrade = withOurNames(theirs.downgrade, downgrade);
    // What goes wrong with the names that are ours is ours.
    const isNamed = theirs.downgrade.some((sql) => sql.includes("DROP CONSTRAINT nameless"));
    const wrong = ours.refused ?? ours.left.join("\n");
    if (isNamed && /constraint \S*_f?key/.test(wrong)) return false;
    const { lines } = sqlDifference(theirDowngrade, downgrade);
    if (lines.length === 0) return true;
    // Alembic's do not run where types come back, which it forgets.
    const isOfTypes = ours.refused === null && !ours.left.some((line) => /^type /.test(line));
    if (isOfTypes && lines.every((line) => /^[-+] CREATE TYPE /.test(line))) return true;
    const { connection } = this.#surroundings;
    const before = await this.#restore();
    this.#before = null;
    const there = await runAll(connection, theirs.upgrade);
    if (there.refused !== null) return false;
    const back = await runAll(connection, theirDowngrade);
    if (back.refused !== ours.refused) return false;
    const left = changesBetween(before, await describe(connection));
    return ours.left.every((line) => left.includes(line));
  }

  /** Whether `check` finds nothing; what it finds is a problem unless Alembic finds it too. */
  async #isClean(
    environment: EnvPy,
    convention: NamingConvention | null,
    problems: string[],
  ): Promise<boolean> {
    const { code, out, err } = await this.#surroundings.project.run("check");
    if (code === 0 || !environment.whole) return true;
    const found = await this.#compare(environment, convention);
    const isAlembics = typeof found !== "string" && found.problems.length === 0 &&
      (found.theirs.upgrade?.length ?? 0) > 0;
    if (!isAlembics) problems.push(`not clean: ${out}${err}`);
    return false;
  }

  /** What differs where the database is as the changed models say, and the models are as before. */
  async #otherDirection(environment: EnvPy): Promise<readonly string[]> {
    this.#surroundings.project.writeModels(this.#package.files);
    const found = await this.#compare(environment, conventionOf(this.#known.metadata));
    if (typeof found === "string") return [];
    return found.problems.map((each) => `the other direction: ${each}`);
  }
}
