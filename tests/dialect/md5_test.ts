import { assertEquals } from "@std/assert";
import { md5 } from "../../src/dialect/md5.ts";

// RFC 1321, A.5, and lengths around the ends of blocks as Python's hashlib has them.
const digests: readonly (readonly [string, string])[] = [
  ["", "d41d8cd98f00b204e9800998ecf8427e"],
  ["a", "0cc175b9c0f1b6a831c399e269772661"],
  ["message digest", "f96b697d7cb7938d525a2f31aaf161d0"],
  [
    "12345678901234567890123456789012345678901234567890123456789012345678901234567890",
    "57edf4a22be3c955ac49da2e2107b67a",
  ],
  ["x".repeat(55), "04364420e25c512fd958a70738aa8f72"],
  ["x".repeat(56), "668a72d5ba17f08e62dabcafad6db14b"],
  ["x".repeat(64), "c1bb4f81d892b2d57947682aeb252456"],
  ["é".repeat(70), "1a4882ce74b2b88990002d004b290b13"],
];

for (const [text, digest] of digests) {
  Deno.test(`md5() digests ${text.length} characters of ${JSON.stringify(text.slice(0, 3))}`, () => {
    assertEquals(md5(text), digest);
  });
}
