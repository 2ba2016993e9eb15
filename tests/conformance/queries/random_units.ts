/** Programs that write objects: random units of work over the classes of units_models.py. */
import { pick } from "../../support/random_graph.ts";

type Random = () => number;

const CLASSES = ["Team", "Member", "Note", "Skill", "Folder"] as const;
type Class = typeof CLASSES[number];

/** The objects of a program by their classes, those that are deleted aside: SQLAlchemy has no say in what becomes of these. */
class Objects {
  readonly #random: Random;
  readonly #names = new Map<Class, string[]>(CLASSES.map((name) => [name, []]));
  #made = 0;

  constructor(random: Random) {
    this.#random = random;
  }

  make(cls: Class): string {
    const name = `${cls.toLowerCase()}${this.#made++}`;
    this.#names.get(cls)!.push(name);
    return name;
  }

  all(cls: Class): readonly string[] {
    return this.#names.get(cls)!;
  }

  one(cls: Class): string {
    return pick(this.#random, this.all(cls));
  }

  forget(cls: Class, name: string): void {
    this.#names.set(cls, this.all(cls).filter((each) => each !== name));
  }

  some(cls: Class): string {
    return this.all(cls).filter(() => this.#random() < 0.5).join(", ");
  }

  get next(): number {
    return this.#made++;
  }
}

/** A random program, the text of `upgrade()`. */
export function randomUnit(random: Random): string {
  const objects = new Objects(random);
  const lines = [`s = begin(${random() < 0.7 ? "True" : "False"})`];
  const added = (cls: Class) => {
    const name = objects.make(cls);
    lines.push(`${name} = ${cls}(name="${name}")`);
    if (random() < 0.6) lines.push(`s.add(${name})`);
  };
  for (const cls of CLASSES) {
    for (let count = random() < 0.4 ? 2 : 3; count > 0; count--) added(cls);
  }
  const steps = 4 + Math.floor(random() * 10);
  for (let step = 0; step < steps; step++) lines.push(...randomStep(random, objects));
  lines.push("end(s)");
  return `def upgrade():\n${lines.map((line) => `    ${line}\n`).join("")}`;
}

function randomStep(random: Random, objects: Objects): readonly string[] {
  const [team, member, note, skill, folder] = CLASSES.map((cls) => objects.one(cls));
  const cls = pick(random, CLASSES);
  const part = pick(random, ["members", "notes"] as const);
  const child = part === "members" ? member : note;
  const choices: readonly (() => readonly string[])[] = [
    () => [`${team}.${part}.append(${child})`],
    () => [`${child}.team = ${team}`],
    () => [`${child}.team = None`],
    () => [`if ${child} in ${team}.${part}: ${team}.${part}.remove(${child})`],
    () => [`${team}.${part} = [${objects.some(part === "members" ? "Member" : "Note")}]`],
    () => [`if ${skill} not in ${team}.skills: ${team}.skills.append(${skill})`],
    () => [`if ${team} not in ${skill}.teams: ${skill}.teams.append(${team})`],
    () => [`if ${skill} in ${team}.skills: ${team}.skills.remove(${skill})`],
    () => [`${team}.skills = [${objects.some("Skill")}]`],
    () => {
      // Each in one that was made before it: folders that are in one another cannot be written.
      const above = objects.all("Folder").slice(0, objects.all("Folder").indexOf(folder!));
      return [`${folder}.up = ${pick(random, [...above, "None"])}`];
    },
    () => ["s.flush()"],
    () => ["s.flush()", "s.expire_all()"],
    () => ["s.commit()"],
    () => [`s.add(${objects.one(cls)})`],
    () => [`${objects.one(cls)}.name = "new${objects.next}"`],
    () => [`print(sorted(each.name for each in ${team}.${part}))`],
    () => [`print(${child}.team.name if ${child}.team else None)`],
    () => [`print(sorted(each.name for each in ${team}.skills), len(${folder}.downs))`],
    () => [`print([each.name for each in s.query(${cls}).order_by(${cls}.id)])`],
    () => [`print(len(s.new), ${team} in s, ${child} in s)`],
    () => {
      if (objects.all(cls).length < 2) return [];
      const gone = objects.one(cls);
      objects.forget(cls, gone);
      return ["s.flush()", `if ${gone} in s: s.delete(${gone})`, "s.flush()", "s.expire_all()"];
    },
  ];
  return pick(random, choices)();
}
