import type { RevisionKind } from "./revision.ts";

/** The template file that a script directory may have for each kind of revision. */
export const templateFiles: Readonly<Record<RevisionKind, string>> = {
  python: "script.py.mako",
  typescript: "script.ts.mako",
  sql: "script.sql.mako",
};

/** The extension of new files of each kind. */
export const fileExtensions: Readonly<Record<RevisionKind, string>> = {
  python: ".py",
  typescript: ".ts",
  sql: ".sql",
};

const typescript = `/**
 * \${message | doc_comment,n}
 *
 * Revision ID: \${up_revision}
 * Revises: \${down_revision | comma,n}
 * Create Date: \${create_date}
 */
import type { Operations } from "migrator";

export const revision = \${up_revision | json,n};
export const downRevision = \${down_revision | json,n};
export const branchLabels = \${branch_labels | json,n};
export const dependsOn = \${depends_on | json,n};

export async function upgrade(op: Operations): Promise<void> {\${upgrades | body,n}}

export async function downgrade(op: Operations): Promise<void> {\${downgrades | body,n}}
`;

const sql = `-- revision: \${up_revision}
-- down_revision: \${down_revision | comma,n}
-- branch_labels: \${branch_labels | comma,n}
-- depends_on: \${depends_on | comma,n}
-- message: \${message | line_comment,n}
-- create_date: \${create_date}

-- migrate:up
\${upgrades | part,n}
-- migrate:down
\${downgrades | part,n}`;

/** The templates for script directories without one of their own; Python's must be there. */
export const builtinTemplates: Readonly<Record<RevisionKind, string | null>> = {
  python: null,
  typescript,
  sql,
};
