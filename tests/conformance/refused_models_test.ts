/** What of models SQLAlchemy and SQLModel refuse, and what they let pass, where autogenerate reads them. */
import { assertEquals } from "@std/assert";
import { metadataDdl } from "../support/metadata_ddl.ts";
import { readModels } from "../support/model_packages.ts";
import { yardstick } from "../support/yardstick.ts";
import { askAboutModels } from "./support/metadata_oracle.ts";

const HEAD = `from typing import List, Optional
import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship
from sqlmodel import Field, SQLModel

class Base(DeclarativeBase):
    pass

metadata = sa.MetaData()
target_metadata = [Base.metadata, metadata, SQLModel.metadata]
`;

/** A class of a table with a key and these lines. */
const mapped = (lines: string) => `
class A(Base):
    __tablename__ = "a"
    id: Mapped[int] = mapped_column(primary_key=True)
    ${lines}
`;

const cases: Readonly<Record<string, string>> = {
  "two classes of one table": `
class A(Base):
    __tablename__ = "a"
    id: Mapped[int] = mapped_column(primary_key=True)
class B(Base):
    __tablename__ = "a"
    id: Mapped[int] = mapped_column(primary_key=True)
`,
  "two tables of one name": `
sa.Table("a", metadata, sa.Column("id", sa.Integer))
sa.Table("a", metadata, sa.Column("id", sa.Integer))
`,
  "two tables of one name in a schema": `
sa.Table("a", metadata, sa.Column("id", sa.Integer), schema="s")
sa.Table("a", metadata, sa.Column("id", sa.Integer), schema="s")
`,
  "two models of one table": `
class A(SQLModel, table=True):
    id: int = Field(primary_key=True)
class B(SQLModel, table=True):
    __tablename__ = "a"
    id: int = Field(primary_key=True)
`,
  "no primary key": `
class A(Base):
    __tablename__ = "a"
    x: Mapped[int]
`,
  "no primary key in a model": `
class Some(SQLModel, table=True):
    x: int
`,
  "no primary key in a given table": `
class A(Base):
    __table__ = sa.Table("a", Base.metadata, sa.Column("x", sa.Integer))
`,
  "a key that the mapper is given": `
class A(Base):
    __table__ = sa.Table("a", Base.metadata, sa.Column("x", sa.Integer))
    __mapper_args__ = {"primary_key": [__table__.c.x]}
`,
  "an index of a column that is not there": `
class A(Base):
    __tablename__ = "a"
    __table_args__ = (sa.Index("ix", "nope"),)
    id: Mapped[int] = mapped_column(primary_key=True)
`,
  "a unique constraint of a column that is not there": `
class A(Base):
    __tablename__ = "a"
    __table_args__ = (sa.UniqueConstraint("id", "nope"),)
    id: Mapped[int] = mapped_column(primary_key=True)
`,
  "a primary key of a column that is not there": `
sa.Table("a", metadata, sa.Column("id", sa.Integer), sa.PrimaryKeyConstraint("nope"))
`,
  "a foreign key constraint of a column that is not there": `
sa.Table("a", metadata, sa.Column("id", sa.Integer), sa.ForeignKeyConstraint(["nope"], ["a.id"]))
`,
  "a foreign key to a table that is not there": mapped(
    `b_id: Mapped[int] = mapped_column(sa.ForeignKey("b.id"))`,
  ),
  "a foreign key to a column that is not there": mapped(
    `b_id: Mapped[int] = mapped_column(sa.ForeignKey("a.nope"))`,
  ),
  "a foreign key constraint to a table that is not there": mapped(
    `b_id: Mapped[int]
    __table_args__ = (sa.ForeignKeyConstraint(["b_id"], ["s.b.id"]),)`,
  ),
  "a foreign key constraint to a column that is not there": mapped(
    `x: Mapped[int]
    __table_args__ = (sa.ForeignKeyConstraint(["id", "x"], ["a.id", "a.nope"]),)`,
  ),
  "a foreign key constraint to columns of several tables": `
sa.Table("a", metadata, sa.Column("x", sa.Integer), sa.Column("y", sa.Integer),
         sa.ForeignKeyConstraint(["x", "y"], ["c.x", "b.y"]))
`,
  "a foreign key constraint to a table alone": `
sa.Table("a", metadata, sa.Column("x", sa.Integer), sa.ForeignKeyConstraint(["x"], ["b"]))
sa.Table("b", metadata, sa.Column("x", sa.Integer))
`,
  "a foreign key to a table alone": `
sa.Table("a", metadata, sa.Column("x", sa.Integer, sa.ForeignKey("b")))
sa.Table("b", metadata, sa.Column("x", sa.Integer))
`,
  "a foreign key to a column by its key": `
sa.Table("a", metadata, sa.Column("x", sa.Integer, sa.ForeignKey("b.k")))
sa.Table("b", metadata, sa.Column("z", sa.Integer, key="k"))
`,
  "a foreign key to a column that has a key, by its name": `
sa.Table("a", metadata, sa.Column("x", sa.Integer, sa.ForeignKey("b.z")))
sa.Table("b", metadata, sa.Column("z", sa.Integer, key="k"))
`,
  "a foreign key constraint by keys": `
sa.Table("a", metadata, sa.Column("x", sa.Integer, key="q"), sa.ForeignKeyConstraint(["q"], ["b.k"]))
sa.Table("b", metadata, sa.Column("z", sa.Integer, key="k"))
`,
  "a primary key, a unique constraint and an index by keys": `
sa.Table("a", metadata, sa.Column("x", sa.Integer, key="q"), sa.Column("y", sa.Integer),
         sa.PrimaryKeyConstraint("q"), sa.UniqueConstraint("y", "q"), sa.Index("ix", "q"))
`,
  "a foreign key that links to the name of a column": `
sa.Table("a", metadata, sa.Column("x", sa.Integer),
         sa.ForeignKeyConstraint(["x"], ["b.z"], link_to_name=True))
sa.Table("b", metadata, sa.Column("z", sa.Integer, key="k"))
`,
  "foreign keys to columns of another MetaData and to a text": `
other = sa.Table("b", sa.MetaData(), sa.Column("id", sa.Integer, primary_key=True))
sa.Table("a", metadata, sa.Column("x", sa.Integer, sa.ForeignKey(other.c.id)),
         sa.Column("y", sa.Integer), sa.ForeignKeyConstraint(["y"], ["b.id"]))
`,
  "the first of several foreign keys to nothing": `
sa.Table("b", metadata, sa.Column("x", sa.Integer, sa.ForeignKey("first.id")))
sa.Table("a", metadata, sa.Column("x", sa.Integer, sa.ForeignKey("second.id")))
`,
  "a foreign key without a type to a table that is not there": `
sa.Table("a", metadata, sa.Column("x", sa.ForeignKey("b.id")))
`,
  "a relationship to a class that is not there": mapped(`bs: Mapped[List["B"]] = relationship()`),
  "table arguments that are a list": `
class A(Base):
    __tablename__ = "a"
    __table_args__ = [sa.Index("ix", "id")]
    id: Mapped[int] = mapped_column(primary_key=True)
`,
  "table arguments that are one constraint": `
class A(Base):
    __tablename__ = "a"
    __table_args__ = (sa.Index("ix", "id"))
    id: Mapped[int] = mapped_column(primary_key=True)
`,
  "Mapped without a type": mapped(`x: Mapped = mapped_column()`),
  "Mapped without a type and with a column that has one": mapped(
    `x: Mapped = mapped_column(sa.Integer)`,
  ),
  "an annotation without Mapped": mapped(`x: int = mapped_column()`),
  "an annotation without Mapped and without a value": mapped(`x: int`),
  "a type that has no column": `
class Thing: pass
class A(Base):
    __tablename__ = "a"
    id: Mapped[int] = mapped_column(primary_key=True)
    x: Mapped[Thing]
`,
  "mapped_column without type and annotation": mapped(`x = mapped_column()`),
  "neither table nor name": `
class A(Base):
    id: Mapped[int] = mapped_column(primary_key=True)
`,
  "one column twice in a table": `
sa.Table("a", metadata, sa.Column("x", sa.Integer), sa.Column("x", sa.Integer))
`,
  "one column under two names": mapped(`x: Mapped[int] = mapped_column("id")`),
  "a column of another table": `
c = sa.Column("x", sa.Integer)
sa.Table("a", metadata, c)
sa.Table("b", metadata, c)
`,
  "a table item that is none": `
sa.Table("a", metadata, "x")
`,
  "a foreign key of more columns than it refers to": `
sa.Table("a", metadata, sa.Column("x", sa.Integer), sa.ForeignKeyConstraint(["x"], ["b.x", "b.y"]))
`,
  "two bases that are mapped": `
class A(Base):
    __tablename__ = "a"
    id: Mapped[int] = mapped_column(primary_key=True)
class B(A):
    __tablename__ = "b"
    name: Mapped[str]
`,
  "a model with a list": `
class M(SQLModel, table=True):
    id: int = Field(primary_key=True)
    xs: List[str]
`,
  "a model with a relationship that has no annotation": `
from sqlmodel import Relationship
class M(SQLModel, table=True):
    id: int = Field(primary_key=True)
    other: Optional[dict] = None
`,
  "sa_column and primary_key": `
class M(SQLModel, table=True):
    id: int = Field(primary_key=True, sa_column=sa.Column(sa.Integer, primary_key=True))
`,
  "sa_column with type": `
class M(SQLModel, table=True):
    id: int = Field(sa_type=sa.Integer, sa_column=sa.Column(sa.Integer, primary_key=True))
`,
  "metadata as a column": mapped(`metadata = sa.Column(sa.JSON)`),
  "an attribute that a model shadows": `
class M(SQLModel, table=True):
    id: int = Field(primary_key=True)
    metadata: str
`,
};

/** The message of an exception, without its class and the address of a page about it. */
function messageOf(error: string | null | undefined): string | null {
  if (error === null || error === undefined) return null;
  const [line = ""] = error.split("\n");
  return line.replace(/^[\w.]+(Error|Exception): /, "")
    .replace(/ \(Background on this error at: .*$/, "");
}

Deno.test("models are refused in SQLAlchemy's words, and only those that it refuses", async (t) => {
  const real = await yardstick();
  if (real === null) return;
  const directory = await Deno.makeTempDir({ prefix: "migrator-refused-" });
  try {
    const names = Object.keys(cases);
    for (const [index, name] of names.entries()) {
      await Deno.mkdir(`${directory}/${index}`);
      await Deno.writeTextFile(`${directory}/${index}/models.py`, HEAD + cases[name]);
    }
    const answers = await askAboutModels(
      real.python,
      names.map((_, index) => ({
        path: `${directory}/${index}`,
        module: "models",
        attribute: "target_metadata",
      })),
    );
    for (const [index, name] of names.entries()) {
      await t.step(name, async () => {
        const { error, target } = await readModels({ "models.py": HEAD + cases[name] });
        const answer = answers[index]!;
        assertEquals(messageOf(error), messageOf(answer.error));
        assertEquals(target?.metadata.map(metadataDdl), answer.metadata);
      });
    }
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
});
