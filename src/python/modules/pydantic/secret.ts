import {
  asString,
  nativeClass,
  notImplemented,
  PyBytes,
  type PyClass,
  PyInstance,
  type Value,
} from "../../runtime/mod.ts";

const STARS = "**********";

function secret(name: string, hidden: string): PyClass {
  const cls: PyClass = nativeClass({
    name,
    module: "pydantic.types",
    init: ["secret_value", (self: PyInstance, value: Value) => void (self.native = value)],
    methods: {
      get_secret_value: ["", (self: PyInstance) => self.native as Value],
      __str__: ["", (self: PyInstance) => isEmpty(self) ? "" : hidden],
      __repr__: ["", (self: PyInstance) => `${name}('${isEmpty(self) ? "" : STARS}')`],
      __len__: ["", (self: PyInstance) => {
        const value = self.native as Value;
        return value instanceof PyBytes ? value.data.length : (asString(value) ?? "").length;
      }],
      __eq__: [
        "other, /",
        (self: PyInstance, other: Value) =>
          other instanceof PyInstance && other.cls === self.cls
            ? other.native === self.native
            : notImplemented,
      ],
    },
  });
  return cls;
}

function isEmpty({ native }: PyInstance): boolean {
  return native instanceof PyBytes ? native.data.length === 0 : native === "";
}

/** `SecretStr`: a text that is not shown. */
export const secretStrClass: PyClass = secret("SecretStr", STARS);
/** `SecretBytes` */
export const secretBytesClass: PyClass = secret("SecretBytes", `b'${STARS}'`);
