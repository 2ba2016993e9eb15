import { percentFormat } from "../config/percent_format.ts";
import { epochSeconds } from "./create_date.ts";
import type { TemplateDate } from "./template_values.ts";

/**
 * The message as a part of a file name, by Alembic's rule: its words joined by `_`, in small
 * letters, and where that is longer than `limit` cut there, back to the last whole word.
 */
export function slugOf(message: string, limit: number): string {
  const words = message.match(/[\p{L}\p{N}_]+/gu) ?? [];
  const slug = [...words.join("_").toLowerCase()];
  if (slug.length <= limit) return slug.join("");
  const cut = slug.slice(0, limit).join("");
  const last = cut.lastIndexOf("_");
  return `${last < 0 ? cut : cut.slice(0, last)}_`;
}

/** What the name of a revision file is made of. */
export interface FileNameParts {
  readonly id: string;
  readonly message: string | null;
  readonly date: TemplateDate;
  readonly microseconds: number;
}

/**
 * The name of a revision file without its extension: `template` (`file_template`) with its tokens
 * filled in. It may have directories. A `PercentFormatError` for unknown tokens.
 */
export function fileNameOf(template: string, parts: FileNameParts, slugLimit: number): string {
  const { year, month, day, hour, minute, second } = parts.date;
  return percentFormat(template, {
    rev: parts.id,
    slug: slugOf(parts.message ?? "", slugLimit),
    epoch: epochSeconds(parts.microseconds),
    year,
    month,
    day,
    hour,
    minute,
    second,
  });
}
