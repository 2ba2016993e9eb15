import { checkText } from "../../../runtime/limits.ts";
import {
  asInt,
  asString,
  type Evaluation,
  exceptionClasses,
  getAttribute,
  getItem,
  isRaised,
  nativeClass,
  plain,
  PyClass,
  PyDict,
  PyInstance,
  PyList,
  str,
  type Value,
  valueError,
  wait,
} from "../../../runtime/mod.ts";
import { runNow } from "../../../runtime/call.ts";
import { splitLines } from "../../../builtins/text_classes.ts";
import { textLength } from "../../../runtime/text.ts";
import { Flag } from "../re/flags.ts";
import type { PyMatch } from "../re/match_object.ts";
import { compilePattern } from "../re/mod.ts";
import type { PyPattern } from "../re/pattern_object.ts";

const ESCAPED = /[.*+?^${}()|[\]\\]/g;

/** The pattern of a class's placeholders, from its attributes. */
function patternOf(cls: PyClass): PyPattern {
  const read = (name: string): Value => runNow(getAttribute(cls, name));
  const flags = Number(asInt(plain(read("flags"))) ?? 0) | Flag.VERBOSE;
  const own = cls.lookup("pattern");
  if (own !== undefined) return compilePattern(own, flags);
  const delimiter = str(read("delimiter")).replace(ESCAPED, "\\$&");
  const id = str(read("idpattern"));
  const braced = read("braceidpattern");
  const inBraces = braced === null ? id : str(braced);
  return compilePattern(
    `${delimiter}(?:(?P<escaped>${delimiter})|(?P<named>${id})|` +
      `{(?P<braced>${inBraces})}|(?P<invalid>))`,
    flags,
  );
}

const templateOf = (self: PyInstance): string =>
  asString(self.attributes?.get("template") ?? "") ?? "";

/** The name of a placeholder, null for what is none. */
function nameOf(match: PyMatch): string | null {
  for (const group of ["named", "braced"]) {
    if (!match.pattern.names.has(group)) continue;
    const text = match.text(match.number(group));
    if (text !== null) return asString(text);
  }
  return null;
}

const took = (match: PyMatch, group: string) =>
  match.pattern.names.has(group) && match.text(match.number(group)) !== null;

function invalid(template: string, match: PyMatch) {
  const at = match.span(match.number("invalid"))[0];
  const before = [...template].slice(0, at).join("");
  const lines = splitLines(before, true);
  const column = lines.length === 0 ? 1 : at - textLength(lines.slice(0, -1).join(""));
  return valueError(
    `Invalid placeholder in string: line ${Math.max(1, lines.length)}, col ${column}`,
  );
}

function* substitute(
  self: PyInstance,
  mapping: Value,
  keywords: ReadonlyMap<string, Value>,
  safe: boolean,
): Evaluation {
  const template = templateOf(self);
  const delimiter = str(runNow(getAttribute(self.cls, "delimiter")));
  const pattern = patternOf(self.cls);
  let result = "";
  let last = 0;
  const characters = [...template];
  for (const match of pattern.matches(template)) {
    result += characters.slice(last, match.start).join("");
    last = match.end;
    const whole = asString(match.text(0)) ?? "";
    const name = nameOf(match);
    if (name === null) {
      if (took(match, "escaped")) result += delimiter;
      else if (safe) result += whole;
      else throw invalid(template, match);
      continue;
    }
    try {
      const value = keywords.get(name) ??
        (keywords.has(name) ? null : yield* wait(getItem(mapping, name)));
      const text = str(value);
      checkText(result.length + text.length, text.length);
      result += text;
    } catch (error) {
      if (!safe || !isRaised(error, exceptionClasses.get("KeyError")!)) throw error;
      result += whole;
    }
  }
  return result + characters.slice(last).join("");
}

/** `string.Template` */
export const templateClass: PyClass = nativeClass({
  name: "Template",
  module: "string",
  init: ["template", (self: PyInstance, template: Value) => {
    (self.attributes ??= new Map()).set("template", template);
  }],
  methods: {
    substitute: [
      "mapping=..., /, **kws",
      (self: PyInstance, mapping: Value | undefined, keywords: Map<string, Value>) =>
        substitute(self, mapping ?? new PyDict(), keywords, false),
    ],
    safe_substitute: [
      "mapping=..., /, **kws",
      (self: PyInstance, mapping: Value | undefined, keywords: Map<string, Value>) =>
        substitute(self, mapping ?? new PyDict(), keywords, true),
    ],
    is_valid: ["", (self: PyInstance) => {
      for (const match of patternOf(self.cls).matches(templateOf(self))) {
        if (took(match, "invalid")) return false;
      }
      return true;
    }],
    get_identifiers: ["", (self: PyInstance) => {
      const names = new Set<string>();
      for (const match of patternOf(self.cls).matches(templateOf(self))) {
        const name = nameOf(match);
        if (name !== null) names.add(name);
      }
      return new PyList([...names]);
    }],
  },
  attributes: {
    delimiter: "$",
    idpattern: "(?a:[_a-z][_a-z0-9]*)",
    braceidpattern: null,
    flags: Flag.IGNORECASE,
  },
});
