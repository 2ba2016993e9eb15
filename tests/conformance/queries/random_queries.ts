/** Programs that read objects and rows: random queries over the classes of models.py, in the form that revisions write. */
import { pick } from "../../support/random_graph.ts";

type Random = () => number;

/** A class, and what queries can say of it. */
interface Model {
  readonly columns: readonly string[];
  /** Whether an attribute leads to one object or to several, and of which class. */
  readonly relations: Readonly<Record<string, readonly ["one" | "many", string]>>;
}

const MODELS: Readonly<Record<string, Model>> = {
  User: {
    columns: ["id", "name", "age", "loud"],
    relations: {
      boss: ["one", "User"],
      staff: ["many", "User"],
      addresses: ["many", "Address"],
      tags: ["many", "Tag"],
      extra: ["one", "Extra"],
    },
  },
  Address: { columns: ["id", "mail", "number", "double"], relations: { user: ["one", "User"] } },
  Tag: { columns: ["id", "name"], relations: { users: ["many", "User"] } },
  Extra: { columns: ["id", "name"], relations: { user: ["one", "User"] } },
  Company: { columns: ["id", "name"], relations: { people: ["many", "Person"] } },
  Person: { columns: ["id", "name", "type"], relations: { company: ["one", "Company"] } },
  Engineer: {
    columns: ["id", "name", "lang"],
    relations: { company: ["one", "Company"], machines: ["many", "Machine"] },
  },
  Manager: { columns: ["id", "name", "level"], relations: { company: ["one", "Company"] } },
  Machine: { columns: ["id", "name"], relations: { engineer: ["one", "Engineer"] } },
  Animal: { columns: ["id", "name", "kind"], relations: { owner: ["one", "User"] } },
  Dog: { columns: ["id", "name", "bark"], relations: { owner: ["one", "User"] } },
  Cat: { columns: ["id", "name"], relations: { owner: ["one", "User"] } },
};

const NUMBERS = new Set(["id", "age", "number", "double", "level"]);

/** A class or an alias that a query is about. */
interface Subject {
  readonly text: string;
  readonly model: string;
}

/** The body of `upgrade()`, made step by step. */
class Program {
  readonly #random: Random;
  readonly lines: string[] = [];
  #names = 0;

  constructor(random: Random) {
    this.#random = random;
  }

  chance(part: number): boolean {
    return this.#random() < part;
  }

  pick<T>(items: readonly T[]): T {
    return pick(this.#random, items);
  }

  name(value: string): string {
    const name = `v${++this.#names}`;
    this.lines.push(`${name} = ${value}`);
    return name;
  }

  subject(model = this.pick(Object.keys(MODELS))): Subject {
    if (!this.chance(0.25)) return { text: model, model };
    const own = { text: model, model };
    const over = this.pick([
      "",
      "",
      ", flat=True",
      `, name="n${this.#names}"`,
      `, session.query(${model}).filter(${this.comparison(own)}).subquery()`,
      `, select(${model}).where(${this.comparison(own)}).cte("c${this.#names}")`,
    ]);
    // What a class says of several tables has columns of one name, of which a subquery of it cannot tell.
    const isJoined = ["Engineer", "Manager"].includes(model);
    return {
      text: this.name(`aliased(${model}${isJoined ? over.replace(/, s.*/, "") : over})`),
      model,
    };
  }

  column({ text, model }: Subject): string {
    return `${text}.${this.pick(MODELS[model]!.columns)}`;
  }

  value(column: string): string {
    const isNumber = NUMBERS.has(column.split(".").at(-1)!);
    return isNumber
      ? this.pick(["1", "2", "3", "17", "None"])
      : this.pick(['"a"', '"b"', '"a1"', '"py"', '"dog"', '"a!"', "None"]);
  }

  comparison(subject: Subject): string {
    const column = this.column(subject);
    const isNumber = NUMBERS.has(column.split(".").at(-1)!);
    switch (this.pick(["eq", "ne", "in", "none", isNumber ? "less" : "like", "columns"])) {
      case "eq":
        return `${column} == ${this.value(column)}`;
      case "ne":
        return `${column} != ${this.value(column)}`;
      case "in":
        return `${column}.in_(${isNumber ? "[1, 2, 5]" : '["a", "b", "a1"]'})`;
      case "none":
        return `${column}.${this.pick(["is_", "is_not"])}(None)`;
      case "less":
        return `${column} ${this.pick(["<", ">=", "<="])} ${this.pick(["2", "3", "20"])}`;
      case "like":
        return this.pick([`${column}.like("a%")`, `func.upper(${column}) == "A"`]);
      default:
        return `${subject.text}.id ${this.pick(["<", "!="])} ${subject.text}.id + 1`;
    }
  }

  /** A condition on a relationship; of rows of its own table only by name. */
  related({ text, model }: Subject): string | null {
    const relations = Object.entries(MODELS[model]!.relations);
    const [name, [kind, target]] = this.pick(relations);
    const path = `${text}.${name}`;
    const method = kind === "one" ? "has" : "any";
    switch (this.pick(["bare", "keyword", "criterion", "none", "not", "object"])) {
      case "bare":
        return `${path}.${method}()`;
      case "keyword":
        return `${path}.${method}(${
          MODELS[target]!.columns.includes("name") ? 'name="a"' : "id=1"
        })`;
      case "criterion":
        return target === model
          ? `${path}.${method}()`
          : `${path}.${method}(${this.comparison({ text: target, model: target })})`;
      case "none":
        return `${path} ${this.pick(["==", "!="])} None`;
      case "object": {
        const object = this.name(`session.get(${target}, ${this.pick(["1", "2", "3"])})`);
        if (kind === "many") {
          const contains = `${path}.contains(${object})`;
          return this.chance(0.3) ? `~${contains}` : contains;
        }
        return `${path} ${this.pick(["==", "!="])} ${object}`;
      }
      default:
        return `~${path}.${method}()`;
    }
  }

  /** One value from rows of another class, which are those of the subject. */
  scalar({ text, model }: Subject): string {
    const many = Object.entries(MODELS[model]!.relations).find(([, [kind]]) => kind === "many");
    const inner = this.name(`aliased(${many?.[1][1] ?? model})`);
    const start = this.pick(["session.query", "select"]);
    return `${start}(func.count(${inner}.id)).filter(${inner}.id <= ${text}.id)` +
      this.pick([".scalar_subquery()", '.label("z")']);
  }

  condition(subjects: readonly Subject[], depth = 0): string {
    const subject = this.pick(subjects);
    switch (this.pick(["plain", "plain", "related", "list", "not", "subquery", "exists"])) {
      case "related":
        return this.related(subject) ?? this.comparison(subject);
      case "list":
        if (depth > 1) return this.comparison(subject);
        return `${this.pick(["and_", "or_"])}(${this.condition(subjects, depth + 1)}, ${
          this.condition(subjects, depth + 1)
        })`;
      case "not":
        return depth > 1
          ? this.comparison(subject)
          : `not_(${this.condition(subjects, depth + 1)})`;
      case "subquery": {
        const other = this.pick(["Address", "Tag", "Machine", "Engineer", "Dog"]);
        const inner = { text: other, model: other };
        const how = this.pick([
          `session.query(${other}.id).filter(${this.comparison(inner)})`,
          `select(${other}.id).where(${this.comparison(inner)})`,
        ]);
        return `${subject.text}.id.in_(${how})`;
      }
      case "exists": {
        const other = this.name(`aliased(${subject.model})`);
        return this.pick([
          `session.query(${other}).filter(${other}.id < ${subject.text}.id).exists()`,
          `exists().where(${other}.id == ${subject.text}.id + 1)`,
          `select(${other}.id).where(${other}.id > ${subject.text}.id).exists()`,
        ]);
      }
      default:
        return this.comparison(subject);
    }
  }
}

/** The body of `upgrade()` of a revision that reads what a seed says. */
export function randomProgram(random: Random): string {
  const program = new Program(random);
  const isQuery = program.chance(0.6);
  const subjects: Subject[] = [program.subject()];
  const first = subjects[0]!;
  let text = "";

  // What is joined to what is there.
  const joined: { readonly from: Subject; readonly name: string; readonly to: Subject }[] = [];
  for (let count = program.pick([0, 0, 1, 1, 2]); count > 0; count--) {
    const from = program.pick(subjects);
    const [name, [, target]] = program.pick(Object.entries(MODELS[from.model]!.relations));
    const isAgain = subjects.some(({ model }) => rootOf(model) === rootOf(target));
    const to = isAgain
      ? { text: program.name(`aliased(${target})`), model: target }
      : program.subject(target);
    const path = `${from.text}.${name}`;
    const method = program.pick(["join", "outerjoin"]);
    const key = program.pick(["path", "path", "of_type", "and_", "on"]);
    const on = `${to.text}.id == ${from.text}.id`;
    const further = program.comparison({ text: target, model: target });
    if (key === "on") text += `.${method}(${to.text}, ${on})`;
    else if (key === "and_" && to.text === target) text += `.${method}(${path}.and_(${further}))`;
    else if (to.text === target && key === "path") {
      text += program.pick([`.${method}(${path})`, `.${method}(${target}, ${path})`]);
    } else if (key === "path") text += `.${method}(${to.text}, ${path})`;
    else text += `.${method}(${path}.of_type(${to.text}))`;
    subjects.push(to);
    joined.push({ from, name, to });
  }
  for (let count = program.pick([0, 1, 1, 2]); count > 0; count--) {
    text += `.${program.pick(["filter", "where"])}(${program.condition(subjects)})`;
  }
  if (program.chance(0.1)) text += `.filter_by(${program.pick(["id=2", 'name="a"'])})`;

  const kind = program.pick(["entity", "entity", "entities", "columns", "group", "aggregate"]);
  const order = subjects.map((subject) => `${subject.text}.id`);
  const items: string[] = [];
  switch (kind) {
    case "entity":
      items.push(first.text);
      break;
    case "entities":
      items.push(...subjects.map(({ text }) => text), program.column(first));
      break;
    case "columns":
      items.push(...subjects.map((subject) => program.column(subject)), `${first.text}.id`);
      if (program.chance(0.3)) items.push(`${program.column(first)}.label("x")`);
      if (program.chance(0.3)) {
        items.push(`case((${program.comparison(first)}, 1), else_=0).label("y")`);
      }
      if (program.chance(0.2)) items.push(program.scalar(first));
      switch (program.pick(["", "", "", "", "window", "distinct"])) {
        case "window":
          items.push(`func.row_number().over(order_by=[${order.join(", ")}])`);
          break;
        case "distinct":
          text += ".distinct()";
      }
      break;
    case "group": {
      const by = program.column(program.pick(subjects));
      items.push(by, `func.count(${first.text}.id)`);
      text += `.group_by(${by})`;
      if (program.chance(0.3)) text += `.having(func.count(${first.text}.id) > 1)`;
      order.splice(0, order.length, by);
      break;
    }
    case "aggregate":
      items.push(
        program.pick(
          ["count", "max", "min", "sum"].map((name) => `func.${name}(${first.text}.id)`),
        ),
      );
      order.splice(0);
      break;
  }
  const isPlain = kind === "entity" || kind === "columns";
  if (isPlain && isQuery && program.chance(0.15)) {
    const other = `session.query(${items.join(", ")}).filter(${program.comparison(first)})`;
    text += `.${program.pick(["union", "union_all", "intersect", "except_"])}(${
      program.name(other)
    })`;
    const own = kind === "entity" ? `${first.text}.id` : null;
    order.splice(0, order.length, ...(own === null ? [] : [own]));
    subjects.splice(1);
  }
  if (kind === "entity" || kind === "entities") {
    const [name] = program.pick(Object.entries(MODELS[first.model]!.relations));
    const eager = joined.find(({ from }) => from === first);
    if (eager !== undefined && subjects.length > 1 && program.chance(0.4)) {
      const isAlias = eager.to.text !== eager.to.model;
      const end = isAlias ? `.of_type(${eager.to.text})` : "";
      text += `.options(contains_eager(${first.text}.${eager.name}${end}))`;
    } else if (program.chance(0.2)) {
      // In a statement for several classes SQLAlchemy cannot always tell what a subquery is about.
      const further = kind === "entity" ? ["subqueryload"] : [];
      const loader = program.pick(["joinedload", "selectinload", "lazyload", ...further]);
      text += `.options(${loader}(${first.text}.${name}))`;
    }
  }
  if (order.length > 0) {
    if (program.chance(0.3) && isPlain && subjects.length > 1) {
      text += `.order_by(${program.column(first)}.desc())`;
    }
    text += `.order_by(${order.join(", ")})`;
    if (program.chance(0.2)) text += `.limit(${program.pick(["1", "2", "3"])})`;
    if (program.chance(0.1)) text += ".offset(1)";
  }
  const from = kind === "aggregate" || kind === "group" ? `.select_from(${first.text})` : "";
  const start = isQuery ? "session.query" : "select";
  program.lines.push(`q = ${start}(${items.join(", ")})${from}${text}`);
  program.lines.push(...readings(program, isQuery, kind, first, order.length > 0));
  return ["def upgrade():", "session = Session(op.get_bind())", ...program.lines]
    .join("\n    ") + "\n";
}

/** What is printed of the query. */
function readings(
  program: Program,
  isQuery: boolean,
  kind: string,
  { model }: Subject,
  isOrdered: boolean,
): string[] {
  const sorted = (list: string) => isOrdered ? list : `sorted(${list}, key=repr)`;
  if (!isQuery) {
    const rows = kind === "entity"
      ? "session.scalars(q).unique().all()"
      : "session.execute(q).unique().all()";
    return [`found = ${sorted(rows)}`, ...members(program, kind, model)];
  }
  const lines = [`found = ${sorted("q.all()")}`, ...members(program, kind, model)];
  const isGrouped = kind === "aggregate" || kind === "group";
  const further = isGrouped ? [] : ["exists()", "subquery()"];
  const more = program.pick(["count()", "first()", ...further, "", ""]);
  if (more === "exists()") lines.push("print(session.query(q.exists()).scalar())");
  else if (more === "subquery()") {
    lines.push("print(session.query(func.count()).select_from(q.subquery()).scalar())");
  } else if (more === "count()" || (more === "first()" && isOrdered)) {
    lines.push(`print(shown(q.${more}))`);
  }
  return lines;
}

function members(program: Program, kind: string, model: string): string[] {
  const lines = ["print(shown(found))"];
  if (kind === "entity") {
    const [name] = program.pick(Object.entries(MODELS[model]!.relations));
    const column = program.pick(MODELS[model]!.columns);
    lines.push(`print(shown([[each.${name}, each.${column}] for each in found]))`);
  }
  return lines;
}

/** The table that objects are told apart in. */
function rootOf(model: string): string {
  if (["Person", "Engineer", "Manager"].includes(model)) return "Person";
  return ["Animal", "Dog", "Cat"].includes(model) ? "Animal" : model;
}
