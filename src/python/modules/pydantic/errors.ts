import {
  exceptionClasses,
  nativeClass,
  type PyClass,
  raise,
  type Raised,
} from "../../runtime/mod.ts";

/** What is wrong with a value, and where in the model. Never holds the value: it may be a password. */
export class Invalid extends Error {
  /** The field, then what is inside it. */
  readonly location: readonly string[];

  constructor(message: string, location: readonly string[] = []) {
    super(message);
    this.location = location;
  }

  /** The same, seen from one level further out. */
  within(name: string): Invalid {
    return new Invalid(this.message, [name, ...this.location]);
  }
}

/** `pydantic.ValidationError`. */
export const validationErrorClass: PyClass = nativeClass({
  name: "ValidationError",
  module: "pydantic_core._pydantic_core",
  bases: [exceptionClasses.get("ValueError")!],
});

/** `pydantic_settings.SettingsError`: a variable that should hold JSON and does not. */
export const settingsErrorClass: PyClass = nativeClass({
  name: "SettingsError",
  module: "pydantic_settings.exceptions",
  bases: [exceptionClasses.get("ValueError")!],
});

/** The error of a model in pydantic's words, without the values. */
export function validationError(model: string, errors: readonly Invalid[]): Raised {
  const head = `${errors.length} validation error${errors.length === 1 ? "" : "s"} for ${model}`;
  const lines = errors.map(({ location, message }) =>
    location.length === 0 ? `  ${message}` : `${location.join(".")}\n  ${message}`
  );
  return raise(validationErrorClass, [head, ...lines].join("\n"));
}
