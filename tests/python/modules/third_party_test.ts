import { assertEquals, assertRejects } from "@std/assert";
import { PythonError, UnsupportedConstructError } from "../../../src/python/mod.ts";
import { evaluate, revision } from "./evaluate.ts";

/** What each type is in PostgreSQL, by how a revision writes it. */
const types: readonly (readonly [imports: string, type: string, ddl: string])[] = [
  ["import sqlalchemy_utils", "sqlalchemy_utils.types.uuid.UUIDType()", "UUID"],
  ["import sqlalchemy_utils", "sqlalchemy_utils.UUIDType(binary=False)", "UUID"],
  [
    "import sqlalchemy_utils",
    "sqlalchemy_utils.types.arrow.ArrowType()",
    "TIMESTAMP WITHOUT TIME ZONE",
  ],
  ["from sqlalchemy_utils import JSONType", "JSONType()", "JSON"],
  ["from sqlalchemy_utils.types import TSVectorType", "TSVectorType('a', 'b')", "TSVECTOR"],
  [
    "from sqlalchemy_utils.types.encrypted.encrypted_type import AesEngine, StringEncryptedType",
    "StringEncryptedType(sa.Unicode(), 'key', AesEngine, 'pkcs5')",
    "VARCHAR",
  ],
  ["from sqlalchemy_utils import PhoneNumberType", "PhoneNumberType(max_length=30)", "VARCHAR(30)"],
  ["from sqlalchemy_utils import EmailType, URLType", "EmailType()", "VARCHAR(255)"],
  ["import pgvector.sqlalchemy", "pgvector.sqlalchemy.Vector(1536)", "VECTOR(1536)"],
  ["from pgvector.sqlalchemy import Vector", "Vector()", "VECTOR"],
  [
    "import fastapi_users_db_sqlalchemy",
    "fastapi_users_db_sqlalchemy.generics.GUID()",
    "UUID",
  ],
  ["import sqlmodel", "sqlmodel.sql.sqltypes.AutoString()", "VARCHAR"],
  ["import sqlmodel", "sqlmodel.sql.sqltypes.AutoString(length=5)", "VARCHAR(5)"],
  [
    "import sqlalchemy_utc",
    "sqlalchemy_utc.sqltypes.UtcDateTime(timezone=True), server_default=sqlalchemy_utc.utcnow()",
    "TIMESTAMP WITH TIME ZONE DEFAULT CURRENT_TIMESTAMP",
  ],
  ["from citext import CIText", "CIText()", "CITEXT"],
  [
    "import geoalchemy2",
    "geoalchemy2.types.Geometry(geometry_type='POINT', srid=4326, from_text='x', name='geometry')",
    "geometry(POINT,4326)",
  ],
  ["from geoalchemy2 import Geography", "Geography('polygon', 4326)", "geography(POLYGON,4326)"],
];

for (const [imports, type, ddl] of types) {
  Deno.test(`${type} is ${ddl}`, async () => {
    const { sent } = await evaluate(
      revision(`op.add_column("t", sa.Column("c", ${type}))`, imports),
    );
    assertEquals(sent, [`ALTER TABLE t ADD COLUMN c ${ddl}`]);
  });
}

Deno.test("a new table with a geometry gets the index that geoalchemy2 makes", async () => {
  const { sent } = await evaluate(revision(
    `op.create_table("t", sa.Column("g", Geometry("POINT")), sa.Column("h", Geometry(spatial_index=False)))`,
    "from geoalchemy2 import Geometry",
  ));
  assertEquals(sent, [
    "CREATE TABLE t (\n\tg geometry(POINT,-1), \n\th geometry(GEOMETRY,-1)\n)",
    "CREATE INDEX idx_t_g ON t USING gist (g)",
  ]);
});

Deno.test("a type of another package is an error that names the import, once it is used", async () => {
  const prelude = "import depot.fields";
  assertEquals((await evaluate(revision("pass", prelude))).sent, []);
  await assertRejects(
    () =>
      evaluate(
        revision('op.add_column("t", sa.Column("c", depot.fields.UploadedFileField()))', prelude),
      ),
    UnsupportedConstructError,
    "import depot.fields",
  );
});

Deno.test("a type of another database may be named, but not written", async () => {
  const prelude = "from sqlalchemy.dialects import mysql";
  const { sent } = await evaluate(revision(
    `
op.alter_column("t", "c", existing_type=mysql.LONGTEXT(), nullable=True)
op.alter_column("t", "d", type_=sa.Text().with_variant(mysql.LONGTEXT(), "mysql"))
op.add_column("t", sa.Column("e", mysql.INTEGER(display_width=11, unsigned=True)))`,
    prelude,
  ));
  assertEquals(sent, [
    "ALTER TABLE t ALTER COLUMN c DROP NOT NULL",
    "ALTER TABLE t ALTER COLUMN d TYPE TEXT",
    "ALTER TABLE t ADD COLUMN e INTEGER",
  ]);
  const error = await assertRejects(
    () => evaluate(revision('op.add_column("t", sa.Column("c", mysql.LONGTEXT()))', prelude)),
    Error,
    "mysql.LONGTEXT cannot be written for PostgreSQL",
  );
  assertEquals((error as { hint?: string }).hint?.includes("with_variant"), true);
});

Deno.test("work with mapped objects is refused by name where there is no database", async () => {
  const prelude = `
from sqlalchemy.orm import Session, declarative_base
Base = declarative_base()
class User(Base):
    __tablename__ = "users"
    id = sa.Column(sa.Integer, primary_key=True)
`;
  for (const call of ["query(User).all()", "get(User, 1)", "add(User(id=1)); session.commit()"]) {
    const lines = `session = Session(bind=op.get_bind())\nsession.${call}`;
    const error = await assertRejects(
      () => evaluate(revision(lines, prelude), { offline: true }),
      UnsupportedConstructError,
      "a Session cannot read or write objects with --sql",
    );
    assertEquals(error.place?.line, 12);
  }
  assertEquals(
    (await evaluate(revision("op.execute(sa.update(User).values(id=2))", prelude))).sent,
    ["UPDATE users SET id=2"],
  );
});

Deno.test("calls that Python rejects are Python's errors, in its words", async () => {
  const cases: readonly (readonly [call: string, message: string])[] = [
    [
      'op.create_foreign_key("fk", "a", "b")',
      "TypeError: create_foreign_key() missing 2 required positional arguments: " +
      "'local_cols' and 'remote_cols'",
    ],
    [
      'op.drop_constraint("x", "t", type="unique")',
      "TypeError: drop_constraint() got an unexpected keyword argument 'type'",
    ],
    [
      'sa.Column("a", sa.Integer, foo=1)',
      "TypeError: Additional arguments should be named <dialectname>_<argument>, got 'foo'",
    ],
    ["sa.Integer(5)", "TypeError: Integer() takes no arguments"],
    ["sa.nope", "AttributeError: module 'sqlalchemy' has no attribute 'nope'"],
    ['op.nope("x")', "AttributeError: module 'alembic.op' has no attribute 'nope'"],
    ["bool(sa.text('a'))", "TypeError: Boolean value of this clause is not defined"],
    ['op.bulk_insert(sa.table("t"), {})', "TypeError: List expected"],
  ];
  for (const [call, message] of cases) {
    const error = await assertRejects(() => evaluate(revision(call)), PythonError);
    assertEquals(error.message, message, call);
  }
});
