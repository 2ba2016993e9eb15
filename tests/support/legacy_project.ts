/** Straight stretches of the legacy project's history that read nothing and can therefore be written as a script. */
export const OFFLINE_STRETCHES: readonly string[] = [
  "base:192a3b4c5d18",
  "3b4c5d6e7f20:7f8091a2b324",
  "3b4c5d6e7f20:b3c4d5e6f728",
  "192a3b4c5d6e:2a3b4c5d6e7f",
  "3b4c5d6e7f80:5d6e7f8091a2",
  "6e7f8091a2b3:8091a2b3c4d5",
  "a2b3c4d5e6f7:08192a3b4c60",
  "4c5d6e7f8092:8092a3b4c5d6",
  "92a3b4c5d6e7:b4c5d6e7f809",
];
