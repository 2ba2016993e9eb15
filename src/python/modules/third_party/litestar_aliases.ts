import { sourceModules } from "../source_modules.ts";

const BASES = `from advanced_alchemy.base import (
    AuditColumns, BigIntAuditBase, BigIntBase, BigIntPrimaryKey, CommonTableAttributes, UUIDAuditBase, UUIDBase,
    UUIDPrimaryKey, create_registry, orm_registry,
)
`;

/** Where Litestar (2) has the names of Advanced Alchemy. */
export const litestarAliases = sourceModules({
  "litestar": "",
  "litestar.plugins": "",
  "litestar.plugins.sqlalchemy": `${BASES}from advanced_alchemy.extensions.litestar import *\n`,
  "litestar.contrib": "",
  "litestar.contrib.sqlalchemy": "",
  "litestar.contrib.sqlalchemy.base": BASES,
  "litestar.contrib.sqlalchemy.types": "from advanced_alchemy.types import *\n",
});
