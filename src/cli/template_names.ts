/** The names that `init --template` takes, sorted; what they stand for is read only by `init`. */
export const TEMPLATE_NAMES = [
  "async",
  "generic",
  "multidb",
  "pyproject",
  "pyproject_async",
  "typescript",
] as const;

/** One of {@link TEMPLATE_NAMES}. */
export type TemplateName = (typeof TEMPLATE_NAMES)[number];
