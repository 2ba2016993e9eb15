/** How the results of a SELECT are named: `select.set_label_style(…)`. */
import { nativeClass, type PyClass, PyInstance, type Value } from "../../../runtime/mod.ts";

const styleClass: PyClass = nativeClass({
  name: "SelectLabelStyle",
  module: "sqlalchemy.sql.selectable",
  methods: { __repr__: ["", (self: PyInstance) => `SelectLabelStyle.${self.native as string}`] },
});

function style(name: string): PyInstance {
  const made = new PyInstance(styleClass);
  made.native = name;
  return made;
}

const tableStyle = style("LABEL_STYLE_TABLENAME_PLUS_COL");
const plainStyle = style("LABEL_STYLE_DISAMBIGUATE_ONLY");

/** The styles by name, as `sqlalchemy` has them. */
export const labelStyles: Readonly<Record<string, Value>> = {
  LABEL_STYLE_TABLENAME_PLUS_COL: tableStyle,
  LABEL_STYLE_DISAMBIGUATE_ONLY: plainStyle,
  LABEL_STYLE_DEFAULT: plainStyle,
};

/** Whether results are named for their tables, too. */
export function isTableStyle(value: Value): boolean {
  return value === tableStyle;
}
