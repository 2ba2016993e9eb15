import type { NativeModuleFactory } from "../../../runtime/context.ts";
import { nativeModule } from "../../../runtime/mod.ts";
import {
  combinationsClass,
  permutationsClass,
  productClass,
  replacementClass,
} from "./combinatoric.ts";
import { groupbyClass, tee } from "./grouping.ts";
import { countClass, cycleClass, repeatClass } from "./infinite.ts";
import {
  accumulateClass,
  batchedClass,
  chainClass,
  compressClass,
  dropwhileClass,
  filterfalseClass,
  isliceClass,
  pairwiseClass,
  starmapClass,
  takewhileClass,
  zipLongestClass,
} from "./terminating.ts";

/** Module `itertools`. */
export const create: NativeModuleFactory = () =>
  nativeModule("itertools", {
    count: countClass,
    cycle: cycleClass,
    repeat: repeatClass,
    accumulate: accumulateClass,
    batched: batchedClass,
    chain: chainClass,
    compress: compressClass,
    dropwhile: dropwhileClass,
    filterfalse: filterfalseClass,
    groupby: groupbyClass,
    islice: isliceClass,
    pairwise: pairwiseClass,
    starmap: starmapClass,
    takewhile: takewhileClass,
    tee,
    zip_longest: zipLongestClass,
    product: productClass,
    permutations: permutationsClass,
    combinations: combinationsClass,
    combinations_with_replacement: replacementClass,
  });
