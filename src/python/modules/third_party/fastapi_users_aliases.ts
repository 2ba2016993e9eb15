import { sourceModules } from "../source_modules.ts";

/** `fastapi_users.db`, which has the classes of `fastapi_users_db_sqlalchemy` where that is installed. */
export const fastapiUsersAliases = sourceModules({
  "fastapi_users": "",
  "fastapi_users.db": `
from fastapi_users_db_sqlalchemy import (
    SQLAlchemyBaseOAuthAccountTable, SQLAlchemyBaseOAuthAccountTableUUID, SQLAlchemyBaseUserTable,
    SQLAlchemyBaseUserTableUUID, SQLAlchemyUserDatabase,
)
`,
});
