let last = 0;

/**
 * The next number of a rising series. SQLAlchemy writes the constraints of a CREATE TABLE in the
 * order in which their objects were made, not in the order in which they stand in the call, so
 * each constraint carries such a number from its making.
 */
export function nextCreationOrder(): number {
  return ++last;
}
