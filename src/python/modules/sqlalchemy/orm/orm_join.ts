/** `orm.join(left, right, on)`: a join of mapped classes, also along a relationship. */
import { isTrue, type PyInstance, type Value } from "../../../runtime/mod.ts";
import { makeJoin } from "../expression/from.ts";
import { relationPathOf } from "./instrument.ts";
import { joinsAlong } from "./relation_path.ts";

/** The join as a member of FROM; `outer` where the function says so itself. */
export function ormJoin(outer: boolean) {
  return (left: Value, right: Value, on: Value, isOuter: Value, full: Value): PyInstance => {
    const path = relationPathOf(on);
    const steps = path === undefined ? [{ target: right, on }] : joinsAlong(path, right);
    return steps.reduce(
      (joined, { target, on }) =>
        makeJoin(joined, target, on, outer || isTrue(isOuter), isTrue(full)),
      left,
    ) as PyInstance;
  };
}
