/** What a Session refuses by its name, rather than do it in another way than SQLAlchemy. */
import { assertEquals, assertRejects } from "@std/assert";
import { UnsupportedConstructError } from "../../../src/python/mod.ts";
import { freshPglite } from "../../support/pglite.ts";
import { evaluate } from "./evaluate.ts";

const MODELS = `
import sqlalchemy as sa
from alembic import op
from sqlalchemy import event
from sqlalchemy.orm import Session, declarative_base, relationship
Base = declarative_base()
class Parent(Base):
    __tablename__ = "parent"
    id = sa.Column(sa.Integer, primary_key=True)
    children = relationship("Child", back_populates="parent")
class Child(Base):
    __tablename__ = "child"
    id = sa.Column(sa.Integer, primary_key=True)
    parent_id = sa.Column(sa.ForeignKey("parent.id"))
    parent = relationship(Parent, back_populates="children")
`;

const listening = (target: string, name: string) =>
  `@event.listens_for(${target}, "${name}")\ndef listener(*args):\n    pass\n`;

/** What is refused, by the listener that there is and what happens then. */
const REFUSED: readonly (readonly [listener: string, use: string, construct: string])[] = [
  [listening("Session", "do_orm_execute"), "s.query(Parent).all()", "do_orm_execute"],
  [listening("Session", "do_orm_execute"), "s.execute(sa.text('SELECT 1'))", "do_orm_execute"],
  [listening("Parent.children", "append"), "Parent().children.append(Child())", "append"],
  [listening("Parent.children", "append"), "Child(parent=Parent())", "append"],
  [listening("Child.parent", "set"), "Child(parent=Parent())", "set"],
  [
    listening("Parent.children", "remove"),
    "p = Parent(children=[Child()]); p.children.pop()",
    "remove",
  ],
];

Deno.test("what listeners would have to be told of is refused where it happens, and not before", async (t) => {
  const connection = await freshPglite();
  for (const [listener, use, construct] of REFUSED) {
    await t.step(`${construct}: ${use}`, async () => {
      const run = (line: string) =>
        evaluate(
          `${MODELS}${listener}\ndef upgrade():\n    s = Session(op.get_bind())\n    ${line}\n`,
          { connection },
        );
      const error = await assertRejects(() => run(use), UnsupportedConstructError);
      assertEquals(error.construct, `event "${construct}"`);
      await run("s.add(Parent())");
    });
  }
});
