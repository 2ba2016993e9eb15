/** What stands in the place of a value that is not known. */
import { nativeClass, PyInstance } from "../../../runtime/mod.ts";

/** `sqlalchemy.orm.attributes.NO_VALUE`. */
export const NO_VALUE: PyInstance = new PyInstance(
  nativeClass({
    name: "LoaderCallableStatus",
    module: "sqlalchemy.orm.base",
    methods: { __repr__: ["", () => "<LoaderCallableStatus.NO_VALUE: 4>"] },
  }),
);
