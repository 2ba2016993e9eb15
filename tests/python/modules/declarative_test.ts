import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { evaluate, revision } from "./evaluate.ts";

const PRELUDE = `
import datetime, decimal, enum, uuid
from typing import Annotated, Any, List, Optional, Union
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

class Color(enum.Enum):
    red = "r"
    blue = "b"

class Base(DeclarativeBase):
    type_annotation_map = {dict[str, Any]: postgresql.JSONB, str: sa.Text}

class Stamped:
    created: Mapped[datetime.datetime] = mapped_column(server_default=sa.func.now())

class Owner(Base):
    __tablename__ = "owner"
    id: Mapped[int] = mapped_column(primary_key=True)

class Thing(Stamped, Base):
    __tablename__ = "thing"
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    name: Mapped[str]
    note: Mapped[Optional[str]]
    ratio: Mapped[float | None]
    amount: Mapped[Union[decimal.Decimal, None]] = mapped_column(sa.Numeric(8, 2))
    color: Mapped[Color] = mapped_column(default=Color.red)
    attributes: Mapped[dict[str, Any]]
    day: Mapped[datetime.date] = mapped_column(nullable=True)
    owner_id: Mapped[int] = mapped_column(sa.ForeignKey("owner.id"))
    owner: Mapped["Owner"] = relationship()
    plain = sa.Column(sa.Boolean)
`;

Deno.test("columns of mapped classes take their types from annotations", async () => {
  const lines = "op.execute(sa.schema.CreateTable(Thing.__table__))";
  const { sent } = await evaluate(revision(lines, PRELUDE), { offline: true });
  // What SQLAlchemy 2.0.54 writes for the same classes.
  assertEquals(sent, [
    "CREATE TABLE thing (\n    id UUID NOT NULL, \n    name TEXT NOT NULL, \n    note TEXT, \n" +
    "    ratio FLOAT, \n    amount NUMERIC(8, 2), \n    color color NOT NULL, \n" +
    "    attributes JSONB NOT NULL, \n    day DATE, \n    owner_id INTEGER NOT NULL, \n" +
    "    plain BOOLEAN, \n    created TIMESTAMP WITHOUT TIME ZONE DEFAULT now() NOT NULL, \n" +
    "    PRIMARY KEY (id), \n    FOREIGN KEY(owner_id) REFERENCES owner (id)\n);",
  ]);
});

Deno.test("annotated attributes stand for columns in statements", async () => {
  const lines = `
op.execute(sa.update(Thing).values(ratio=Thing.attributes["size"].as_float()).where(Thing.note.is_(None)))`;
  const { sent } = await evaluate(revision(lines, PRELUDE), { offline: true });
  assertEquals(sent, [
    "UPDATE thing SET ratio=(CAST(thing.attributes ->> 'size' AS FLOAT)) WHERE thing.note IS NULL;",
  ]);
});

Deno.test("an annotation that stands for no type is an error that names the attribute", async () => {
  const lines = `
class Odd(Base):
    __tablename__ = "odd"
    id: Mapped[int] = mapped_column(primary_key=True)
    what: Mapped[complex]`;
  const error = await assertRejects(() => evaluate(revision(lines, PRELUDE), { offline: true }));
  assertStringIncludes(
    (error as Error).message,
    "Could not locate SQLAlchemy Core type when resolving for Python type indicated by " +
      "'<class 'complex'>' inside the Mapped[] annotation for the 'what' attribute",
  );
});
