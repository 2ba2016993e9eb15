import { inertParts } from "./inert_parts.ts";

const places = /(?<![\p{L}\p{N}_$])\$(\d+)/gu;

/**
 * Puts texts in the places `$1`, `$2`, … of a statement. Places inside string constants, quoted names, dollar quotes
 * and comments are none (PostgreSQL manual, 4.1.2 and 4.1.5). `replacement` gets the number of a place.
 */
export function replacePlaces(sql: string, replacement: (place: number) => string): string {
  const parts = inertParts(sql);
  let part = parts.next();
  return sql.replace(places, (place, number: string, offset: number) => {
    while (!part.done && part.value.end <= offset) part = parts.next();
    const isInert = !part.done && part.value.start <= offset;
    return isInert ? place : replacement(Number(number));
  });
}
