export type { Activity, IndexBuild } from "./activity.ts";
export { advisoryLock } from "./advisory_lock.ts";
export { describeBlocker } from "./blockers.ts";
export { leaseLock, type LeaseTimes } from "./lease_lock.ts";
export { LEASE_TABLE } from "./lease_table.ts";
export { describeHolder, type LockHolder } from "./lock_holder.ts";
export {
  type Blocker,
  type HeldLock,
  type LockedTable,
  type LockRequest,
  type LockWitness,
  noLock,
  type RunLock,
  type Worker,
} from "./run_lock.ts";
