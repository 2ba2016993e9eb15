import { Choice } from "./choice.ts";
import { directive } from "./random_directives.ts";
import { statement } from "./random_statements.ts";

/** The text of a revision file whose functions do something random, always the same for a seed. */
export function randomRevision(seed: number): string {
  const choice = new Choice(seed);
  const body = () =>
    (choice.chance(0.5) ? directive(choice) : statement(choice)).map((line) => `    ${line}`).join(
      "\n",
    );
  return `import datetime
import decimal
from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

revision = "r${seed}"
down_revision = None


def upgrade():
${body()}


def downgrade():
${body()}
`;
}
