import type { PreviewedStatement, PreviewedStep } from "../migration/mod.ts";
import type { Revision } from "../script/revision.ts";
import { Allowances } from "./allowances.ts";
import { type ExaminedStatement, Examiner } from "./examine.ts";
import { type Finding, finding } from "./finding.ts";
import type { SchemaModel } from "./effect/schema_model.ts";
import { RULES } from "./rules/mod.ts";

/** One statement of a step, with all that is known of it. */
export interface InspectedStatement {
  readonly previewed: PreviewedStatement;
  readonly examined: ExaminedStatement;
  readonly findings: readonly Finding[];
}

/** One step, with all that is known of it. */
export interface InspectedStep {
  readonly previewed: PreviewedStep;
  readonly statements: readonly InspectedStatement[];
  /** How many findings comments have silenced. */
  readonly silenced: number;
}

/** What an inspector goes by. */
export interface InspectorSettings {
  readonly model: SchemaModel;
  /** As `server_version_num` gives it; `null` where there is no server. */
  readonly serverVersion: number | null;
  /** Rules that the configuration silences. */
  readonly ignored: ReadonlySet<string>;
  /** Optional rules that it asks for; none if absent. */
  readonly also?: ReadonlySet<string>;
  /** The text of a revision file. */
  readonly sourceOf: (revision: Revision) => string;
}

/** Looks at the steps of a run one after the other. */
export class Inspector {
  readonly #examiner: Examiner;
  readonly #settings: InspectorSettings;

  constructor(settings: InspectorSettings) {
    const { ignored, also } = settings;
    const rules = RULES.filter(({ id, optional }) =>
      !ignored.has(id) && (!optional || also?.has(id))
    );
    this.#settings = settings;
    this.#examiner = new Examiner(settings.model, { ...settings, rules });
  }

  /** From here on, what is there counts as used by others. */
  startRun(): void {
    this.#examiner.startRun();
  }

  /** Looks at the next step. */
  next(previewed: PreviewedStep): InspectedStep {
    const { revision } = previewed.step;
    const allowances = this.allowancesOf(revision);
    const lines = previewed.statements.map(({ place }) =>
      place?.path === revision.path ? place.line : undefined
    );
    let silenced = 0;
    const statements = previewed.statements.map((statement, index) => {
      const { place, transaction } = statement;
      const examined = this.#examiner.next({
        sql: statement.statement.sql,
        place,
        transaction,
      });
      const ownPlace = lines[index] === undefined ? undefined : place;
      const nextLine = lines.slice(index + 1).find((line) => line !== lines[index]);
      const findings = examined.problems.flatMap(({ rule, about }) => {
        if (allowances.find(rule.id, ownPlace, nextLine) !== null) {
          silenced++;
          return [];
        }
        return [finding(rule, { about, revision: revision.id, place: place ?? null })];
      });
      return { previewed: statement, examined, findings };
    });
    if (previewed.waitsFor !== null) this.#settings.model.loseCertainty();
    return { previewed, statements, silenced };
  }

  /** The comments of a revision that silence rules. */
  allowancesOf(revision: Revision): Allowances {
    return new Allowances(this.#settings.sourceOf(revision));
  }
}
