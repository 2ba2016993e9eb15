import type { FileRule } from "../lint/finding.ts";

/** What verifying finds, by id. */
export const VERIFY_RULES = {
  "upgrade-fails": {
    id: "upgrade-fails",
    level: "error",
    title: "The upgrade fails",
    why: "A database cannot be made by running all revisions from the first on.",
    safe:
      "See the message. A history that began with tables made elsewhere needs a revision that makes them.",
  },
  "downgrade-fails": {
    id: "downgrade-fails",
    level: "error",
    title: "The downgrade fails",
    why: "When it is needed, something has gone wrong already.",
    safe:
      "Mend it; where there can be no way back, let it raise NotImplementedError with the reason.",
  },
  "downgrade-differs": {
    id: "downgrade-differs",
    level: "error",
    title: "The downgrade does not lead back to where the upgrade came from",
    why:
      "What is left, or missing, makes the next upgrade fail, or makes databases that are not alike.",
    safe: "Take back in the downgrade all that the upgrade does, in the opposite order.",
  },
  "second-upgrade-fails": {
    id: "second-upgrade-fails",
    level: "error",
    title: "The upgrade fails after the downgrade",
    why: "Who has gone back past this revision cannot go forward again.",
    safe: "Take back in the downgrade all that the upgrade does.",
  },
  "second-upgrade-differs": {
    id: "second-upgrade-differs",
    level: "error",
    title: "The upgrade after the downgrade leads elsewhere than the first",
    why: "Databases with the same revision are not alike.",
    safe: "Take back in the downgrade all that the upgrade does.",
  },
  "irreversible": {
    id: "irreversible",
    level: "notice",
    title: "No way back, as the revision says",
    why: "The downgrade refuses or is missing, so that a database cannot be taken back past it.",
    safe: "Nothing, if that is meant.",
  },
  "empty-downgrade": {
    id: "empty-downgrade",
    level: "warning",
    title: "The downgrade does nothing",
    why: "The database says that it is at the revision below, and has still what this one made.",
    safe: "Write the downgrade; where there can be none, let it raise an error that says why.",
  },
} as const satisfies Readonly<Record<string, FileRule>>;
