import { postgresql } from "../dialect/postgresql/postgresql.ts";
import { slugOf } from "../script/file_name.ts";
import type { Revision } from "../script/revision.ts";
import { fileExtensions } from "../script/revision_templates.ts";
import type { ImportEnvironment } from "./environment.ts";
import { evaluateRevisions, type Outcomes } from "./evaluate_revisions.ts";
import { isTranslated, type Outcome, type TranslatedItem } from "./outcome.ts";
import type { RecordSettings } from "./record.ts";
import type { ImportSource } from "./source.ts";
import { translateToSql } from "./translate_sql.ts";
import { translateToTypescript } from "./translate_typescript.ts";
import { Untranslatable } from "./untranslatable.ts";

/** The language that revisions are translated to. */
export type ImportLanguage = "sql" | "typescript";

/** What became of one revision file. */
export interface ImportedRevision {
  readonly revision: Revision;
  /**
   * `translated`: written anew. `kept`: stays in Python, because of its upgrade or its downgrade. `copied`: was no Python
   * to begin with.
   */
  readonly result: "translated" | "kept" | "copied";
  readonly upgrade: Outcome;
  readonly downgrade: Outcome;
  /** The text of the translation; `null` for files that are copied as they are. */
  readonly text: string | null;
  /** The name of the file in the directory of the new revisions. */
  readonly fileName: string;
}

/** How to translate. */
export interface ImportSettings {
  readonly language: ImportLanguage;
  /** Hears of each revision that is done. */
  readonly progress?: (done: number, total: number) => void;
}

/**
 * Evaluates every revision as `--sql` does and translates those whose functions can be known without a database. In
 * the order in which `upgrade heads` runs them, since what a table creates along with it depends on the tables before.
 * Nothing is written. A `CommandError` where the graph of the revisions has no such order.
 */
export async function importRevisions(
  source: ImportSource,
  found: ImportEnvironment,
  { language, progress = () => {} }: ImportSettings,
): Promise<readonly ImportedRevision[]> {
  const compile = {
    namingConvention: found.environment.options.namingConvention ?? undefined,
  };
  const evaluated = await evaluateRevisions(source, found, progress);
  const names = new FileNames();
  const imported: ImportedRevision[] = [];
  for (const { revision, ...functions } of evaluated) {
    imported.push(await translate(revision, functions, language, compile, names));
  }
  return imported;
}

async function translate(
  revision: Revision,
  outcomes: Outcomes,
  language: ImportLanguage,
  options: RecordSettings["options"],
  names: FileNames,
): Promise<ImportedRevision> {
  const kept = (found: Outcomes): ImportedRevision => ({
    revision,
    result: revision.kind === "python" ? "kept" : "copied",
    ...found,
    text: null,
    fileName: names.take(revision.path.slice(revision.path.lastIndexOf("/") + 1)),
  });
  const { upgrade, downgrade } = outcomes;
  if (
    revision.kind !== "python" || upgrade.status !== "translated" || !isTranslated(downgrade)
  ) return kept(outcomes);
  const slug = slugOf(revision.doc.split("\n", 1)[0]!, 40).replace(/_$/, "");
  // An id may hold what would lead to another directory.
  const id = revision.id.replace(/[/\\\0]|^\./g, "_");
  const fileName = `${slug === "" ? id : `${id}_${slug}`}${fileExtensions[language]}`;
  try {
    const text = language === "sql"
      ? await translateToSql(
        revision,
        { upgrade: upgrade.items, downgrade: itemsOf(downgrade) },
        fileName,
      )
      : translateToTypescript(
        revision,
        {
          upgrade: upgrade.items,
          downgrade: downgrade.status === "irreversible"
            ? { refusal: downgrade.message }
            : itemsOf(downgrade),
        },
        fileName,
        { dialect: postgresql, options },
      );
    return { revision, result: "translated", ...outcomes, text, fileName: names.take(fileName) };
  } catch (error) {
    if (!(error instanceof Untranslatable)) throw error;
    const { direction, construct, message } = error;
    const outcome: Outcome = {
      status: "unsupported",
      construct,
      message,
      place: { path: revision.path },
    };
    return kept({ ...outcomes, [direction]: outcome });
  }
}

function itemsOf(outcome: Outcome): readonly TranslatedItem[] | null {
  return outcome.status === "translated" ? outcome.items : null;
}

/** Names in one directory, where files of several directories come together. */
class FileNames {
  readonly #taken = new Set<string>();

  take(name: string): string {
    let free = name;
    for (let number = 2; this.#taken.has(free.toLowerCase()); number++) {
      free = name.replace(/(\.\w+)$/, `_${number}$1`);
    }
    this.#taken.add(free.toLowerCase());
    return free;
  }
}
