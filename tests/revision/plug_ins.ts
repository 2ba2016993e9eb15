/**
 * What packages and projects add to `op`, each in a small revision of this project's own, with the script that Alembic
 * writes for its upgrade() where the package is installed.
 */
import type { Idiom } from "./idioms.ts";

/** An idiom that needs a package. */
export interface PlugIn extends Idiom {
  /** The Python package that Alembic needs for it. */
  readonly needs?: string;
}

export const PLUG_INS: readonly PlugIn[] = [
  {
    name: "a function of alembic_utils",
    needs: "alembic_utils",
    python: `
from alembic_utils.pg_function import PGFunction
upper = PGFunction(
    schema='public',
    signature="toUpper(some_text text default 'a', n integer)",
    definition="""
        returns text as
        $$ begin x := some_text::text; y := 'a:b'; return upper(some_text); end; $$ language PLPGSQL;
    """,
)
nothing = PGFunction.from_sql("CREATE OR REPLACE FUNCTION public.nothing() RETURNS int as $$ select 'x:y'::text::int; $$ language SQL;")
def upgrade():
    op.create_entity(upper)
    op.replace_entity(upper)
    op.drop_entity(upper)
    op.create_entity(nothing)
    op.drop_entity(nothing, cascade=True)
`,
    sql: `
CREATE FUNCTION "public"."toUpper"(some_text text default 'a', n integer) returns text as
        $$ begin x := some_text::text; y := 'a:b'; return upper(some_text); end; $$ language PLPGSQL;

CREATE OR REPLACE FUNCTION "public"."toUpper"(some_text text default 'a', n integer) returns text as
        $$ begin x := some_text::text; y := 'a:b'; return upper(some_text); end; $$ language PLPGSQL;

DROP FUNCTION "public"."toUpper"(some_text text, n integer);

CREATE FUNCTION "public"."nothing"() returns int as $$ select 'x:y'::text::int; $$ language SQL;

DROP FUNCTION "public"."nothing"() cascade;
`,
  },
  {
    name: "views of alembic_utils",
    needs: "alembic_utils",
    python: `
from alembic_utils.pg_view import PGView
from alembic_utils.pg_materialized_view import PGMaterializedView
def upgrade():
    for view in [
        PGView('public', 'v', "select 1 as a, 'x'::text as b;"),
        PGView.from_sql('create or replace view "S".w (a, b) as select 1, 2;'),
        PGMaterializedView('"Other"', 'm', 'select 1 as a;', with_data=False),
        PGMaterializedView.from_sql('create materialized view a.b as select 1 as x with no data;'),
    ]:
        op.create_entity(view)
        op.replace_entity(view)
        op.drop_entity(view, cascade=True)
        op.execute('-- ' + view.identity)
`,
    sql: `
CREATE VIEW "public"."v" AS select 1 as a, 'x'::text as b;;

do $$
            begin
                CREATE OR REPLACE VIEW "public"."v" AS select 1 as a, 'x'::text as b;

            exception when others then
                DROP VIEW IF EXISTS "public"."v";

                CREATE VIEW "public"."v" AS select 1 as a, 'x'::text as b;
            end;
        $$ language 'plpgsql';

DROP VIEW "public"."v" cascade;

-- PGView: public.v;

CREATE VIEW "S"."w" AS select 1, 2;;

do $$
            begin
                CREATE OR REPLACE VIEW "S"."w" AS select 1, 2;

            exception when others then
                DROP VIEW IF EXISTS "S"."w";

                CREATE VIEW "S"."w" AS select 1, 2;
            end;
        $$ language 'plpgsql';

DROP VIEW "S"."w" cascade;

-- PGView: S.w;

CREATE MATERIALIZED VIEW "Other"."m" AS select 1 as a WITH NO DATA;;

DROP MATERIALIZED VIEW IF EXISTS "Other"."m";;

CREATE MATERIALIZED VIEW "Other"."m" AS select 1 as a WITH NO DATA;

DROP MATERIALIZED VIEW "Other"."m" cascade;

-- PGMaterializedView: Other.m;

CREATE MATERIALIZED VIEW "a"."b" AS s WITH NO DATA;;

DROP MATERIALIZED VIEW IF EXISTS "a"."b";;

CREATE MATERIALIZED VIEW "a"."b" AS s WITH NO DATA;

DROP MATERIALIZED VIEW "a"."b" cascade;

-- PGMaterializedView: a.b;
`,
  },
  {
    name: "triggers and policies of alembic_utils",
    needs: "alembic_utils",
    python: `
from alembic_utils.pg_trigger import PGTrigger
from alembic_utils.pg_policy import PGPolicy
def upgrade():
    for entity in [
        PGTrigger(
            schema='public',
            signature='lower_account_trigger',
            on_entity='public.account',
            definition='BEFORE INSERT ON public.account FOR EACH ROW EXECUTE PROCEDURE public.downcase_email()',
        ),
        PGTrigger.from_sql('create constraint trigger t after insert on a deferrable for each row execute procedure f();'),
        PGPolicy(schema='public', signature='p', on_entity='account', definition='FOR ALL TO api USING (id = 1)'),
        PGPolicy.from_sql('create policy "Pol" on x.acc for select to r using (true)'),
    ]:
        op.create_entity(entity)
        op.replace_entity(entity)
        op.drop_entity(entity)
        op.execute('-- ' + entity.identity)
`,
    sql: `
CREATE TRIGGER "lower_account_trigger" BEFORE INSERT ON public.account FOR EACH ROW EXECUTE PROCEDURE public.downcase_email();

DROP TRIGGER IF EXISTS "lower_account_trigger" ON public.account;;

CREATE TRIGGER "lower_account_trigger" BEFORE INSERT ON public.account FOR EACH ROW EXECUTE PROCEDURE public.downcase_email();

DROP TRIGGER "lower_account_trigger" ON public.account;

-- PGTrigger: public.lower_account_trigger False public.account;

CREATE CONSTRAINT TRIGGER "t" after insert ON public.a deferrable for each row execute procedure f();

DROP TRIGGER IF EXISTS "t" ON public.a;;

CREATE CONSTRAINT TRIGGER "t" after insert ON public.a deferrable for each row execute procedure f();

DROP TRIGGER "t" ON public.a;

-- PGTrigger: public.t True public.a;

CREATE POLICY p on public.account FOR ALL TO api USING (id = 1);

DROP POLICY IF EXISTS p on public.account;;

CREATE POLICY p on public.account FOR ALL TO api USING (id = 1);;

DROP POLICY p on public.account;

-- PGPolicy: public.p public.account;

CREATE POLICY Pol on x.acc for select to r using (true);

DROP POLICY IF EXISTS Pol on x.acc;;

CREATE POLICY Pol on x.acc for select to r using (true);;

DROP POLICY Pol on x.acc;

-- PGPolicy: x.Pol x.acc;
`,
  },
  {
    name: "extensions and rights of alembic_utils",
    needs: "alembic_utils",
    python: `
from alembic_utils.pg_extension import PGExtension
from alembic_utils.pg_grant_table import PGGrantTable, PGGrantTableChoice
from alembic_utils.exceptions import BadInputException
def upgrade():
    extension = PGExtension('public', 'uuid-ossp')
    op.create_entity(extension)
    op.drop_entity(extension, cascade=True)
    for grant in [
        PGGrantTable(schema='public', table='account', columns=['id', 'Email'], role='anon', grant='SELECT', with_grant_option=True),
        PGGrantTable('public', 'account', 'anon', PGGrantTableChoice.DELETE),
    ]:
        op.create_entity(grant)
        op.replace_entity(grant)
    try:
        PGGrantTable('public', 'account', 'anon', 'SELECT')
    except BadInputException as error:
        op.execute(f'-- {error}')
`,
    sql: `
CREATE EXTENSION "uuid-ossp" WITH SCHEMA "public";;

DROP EXTENSION "uuid-ossp" CASCADE;

GRANT SELECT ( Email, id ) ON "public"."account" TO "anon"  WITH GRANT OPTION;

REVOKE SELECT ON "public"."account" FROM "anon";

GRANT SELECT ( Email, id ) ON "public"."account" TO "anon"  WITH GRANT OPTION;

GRANT DELETE  ON "public"."account" TO "anon";

REVOKE DELETE ON "public"."account" FROM "anon";

GRANT DELETE  ON "public"."account" TO "anon";

-- When grant type is SELECT a value must be provided for columns;
`,
  },
  {
    name: "an enum that gets other values, by alembic_enums",
    needs: "alembic_enums",
    python: `
from alembic_enums import Column, EnumMigration
column = Column('resources', 'state', old_server_default=None, new_server_default="o'x", schema='s')
migration = EnumMigration(op=op, enum_name='my_state', old_options=['a', 'b'], new_options=['b', 'c'], columns=[column], schema='s')
def upgrade():
    with migration.upgrade_ctx():
        op.execute('SELECT 1')
    migration.downgrade()
`,
    sql: `
CREATE TYPE s._tmp_my_state AS ENUM ('a', 'b', 'c');

ALTER TABLE "s"."resources" ALTER COLUMN "state" DROP DEFAULT;

ALTER TABLE "s"."resources" ALTER COLUMN "state" TYPE "s"."_tmp_my_state" USING "state"::text::"s"."_tmp_my_state";

SELECT 1;

DROP TYPE s.my_state;

CREATE TYPE s.my_state AS ENUM ('b', 'c');

ALTER TABLE "s"."resources" ALTER COLUMN "state" TYPE "s"."my_state" USING "state"::text::"s"."my_state";

ALTER TABLE "s"."resources" ALTER COLUMN "state" SET DEFAULT 'o''x';

DROP TYPE s._tmp_my_state;

CREATE TYPE s._tmp_my_state AS ENUM ('a', 'b', 'c');

ALTER TABLE "s"."resources" ALTER COLUMN "state" DROP DEFAULT;

ALTER TABLE "s"."resources" ALTER COLUMN "state" TYPE "s"."_tmp_my_state" USING "state"::text::"s"."_tmp_my_state";

DROP TYPE s.my_state;

CREATE TYPE s.my_state AS ENUM ('a', 'b');

ALTER TABLE "s"."resources" ALTER COLUMN "state" TYPE "s"."my_state" USING "state"::text::"s"."my_state";

DROP TYPE s._tmp_my_state;
`,
  },
  {
    name: "operations that a project registers",
    python: `
from alembic.operations import MigrateOperation, Operations, ops

@Operations.register_operation('create_view', 'invoke_for_target')
@Operations.register_operation('replace_view', 'replace')
class CreateViewOp(MigrateOperation):
    def __init__(self, name, body):
        self.name = name
        self.body = body
    @classmethod
    def invoke_for_target(cls, operations, name, body):
        return operations.invoke(cls(name, body))
    @classmethod
    def replace(cls, operations, name, body):
        operations.execute(f'DROP VIEW {name}')
        operations.invoke(cls(name, body))

@Operations.implementation_for(CreateViewOp)
def create_view(operations, operation):
    operations.execute(f'CREATE VIEW {operation.name} AS {operation.body}')
    operations.create_table('of_' + operation.name, sa.Column('x', sa.Integer))
    operations.invoke(ops.DropTableOp('of_' + operation.name))
    operations.invoke(ops.CreateTableOp('t', [sa.Column('id', sa.Integer, primary_key=True)]))
    operations.invoke(ops.AddColumnOp('t', sa.Column('y', sa.Integer)))
    operations.invoke(ops.ExecuteSQLOp('SELECT 1'))
    operations.impl.execute('SELECT 2')
    return operation.name

def upgrade():
    assert op.create_view('v', 'SELECT 1') == 'v'
    op.replace_view('v', 'SELECT 2')
    Operations(op.get_context()).create_view('w', 'SELECT 3')
`,
    sql: `
CREATE VIEW v AS SELECT 1;

CREATE TABLE of_v (
    x INTEGER
);

DROP TABLE of_v;

CREATE TABLE t (
    id SERIAL NOT NULL, 
    PRIMARY KEY (id)
);

ALTER TABLE t ADD COLUMN y INTEGER;

SELECT 1;

SELECT 2;

DROP VIEW v;

CREATE VIEW v AS SELECT 2;

CREATE TABLE of_v (
    x INTEGER
);

DROP TABLE of_v;

CREATE TABLE t (
    id SERIAL NOT NULL, 
    PRIMARY KEY (id)
);

ALTER TABLE t ADD COLUMN y INTEGER;

SELECT 1;

SELECT 2;

CREATE VIEW w AS SELECT 3;

CREATE TABLE of_w (
    x INTEGER
);

DROP TABLE of_w;

CREATE TABLE t (
    id SERIAL NOT NULL, 
    PRIMARY KEY (id)
);

ALTER TABLE t ADD COLUMN y INTEGER;

SELECT 1;

SELECT 2;
`,
  },
];
