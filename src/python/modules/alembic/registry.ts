import type { Dialect } from "../../../dialect/dialect.ts";
import type { LoadedModule, ModuleLoader } from "../../module_loader.ts";
import { isOrmModule, isSharedModule } from "../sqlalchemy/module_names.ts";
import type { NativeModuleFactory } from "../../runtime/mod.ts";

/** Packages with classes to derive models from that have no columns. */
const mixinPackages = new Set([
  "flask_login",
  "flask_security",
  "sqlalchemy_serializer",
  "sqlalchemy_mixins",
]);

/** Packages of column types that are known by name. */
const thirdPartyPackages = new Set([
  "pgvector",
  "citext",
  "geoalchemy2",
  "enumtables",
]);

const alembicModules = new Set([
  "alembic",
  "alembic.op",
  "alembic.context",
  "alembic.config",
  "alembic.ddl",
  "alembic.migration",
  "alembic.operations",
  "alembic.operations.base",
  "alembic.operations.ops",
  "alembic.runtime",
  "alembic.runtime.migration",
  "alembic.util",
]);

/**
 * Finds what a revision imports of `alembic`, `sqlalchemy`, `sqlmodel` and `pydantic`; the files behind them are
 * loaded when the first revision asks. `dialect` writes types and names for `str()`.
 */
export function libraryLoader(dialect: Dialect): ModuleLoader {
  let prepared = false;
  const prepare = async () => {
    if (prepared) return;
    prepared = true;
    const { setWriter } = await import("../sqlalchemy/writer.ts");
    setWriter(dialect);
  };
  const factory = async (name: string): Promise<NativeModuleFactory | undefined> => {
    if (alembicModules.has(name)) {
      const { alembicFactory } = await import("./library.ts");
      return alembicFactory(name);
    }
    if (name === "sqlmodel" || name.startsWith("sqlmodel.")) {
      const { sqlmodelFactory } = await import("../sqlmodel/library.ts");
      return sqlmodelFactory(name);
    }
    if (/^pydantic(_settings|_core)?(\.|$)/.test(name)) {
      const { pydanticFactory } = await import("../pydantic/library.ts");
      return pydanticFactory(name);
    }
    if (name === "starlette" || name === "starlette.config") {
      const { create, createPackage } = await import("../third_party/starlette_config.ts");
      return name === "starlette" ? createPackage : create;
    }
    if (name === "decouple") {
      const { create } = await import("../third_party/decouple.ts");
      return create;
    }
    if (name.startsWith("fastapi_users_db_sqlalchemy")) {
      const { fastapiUsersFactory } = await import("../third_party/fastapi_users.ts");
      return fastapiUsersFactory(name);
    }
    if (name === "psycopg2" || name.startsWith("psycopg2.")) {
      const { psycopg2Factory } = await import("../third_party/psycopg2.ts");
      return psycopg2Factory(name);
    }
    if (name === "alembic_postgresql_enum") {
      const { postgresqlEnumFactory } = await import("../third_party/postgresql_enum.ts");
      return postgresqlEnumFactory(name);
    }
    if (name === "alembic_utils" || name.startsWith("alembic_utils.")) {
      const { alembicUtilsFactory } = await import("../third_party/alembic_utils/mod.ts");
      return alembicUtilsFactory(name);
    }
    if (name === "alembic_enums") {
      const { enumMigrationFactory } = await import("../third_party/enum_migration.ts");
      return enumMigrationFactory(name);
    }
    if (mixinPackages.has(name.split(".")[0]!)) {
      const { mixinFactory } = await import("../third_party/mixins.ts");
      return mixinFactory(name);
    }
    if (thirdPartyPackages.has(name.split(".")[0]!)) {
      const { thirdPartyFactory } = await import("../third_party/column_types.ts");
      return thirdPartyFactory(name);
    }
    if (isOrmModule(name)) {
      const { ormFactory } = await import("../sqlalchemy/orm/library.ts");
      return ormFactory(name);
    }
    if (!isSharedModule(name)) return undefined;
    const { sharedFactory } = await import("../sqlalchemy/library.ts");
    return sharedFactory(name);
  };
  const find = async (name: string): Promise<LoadedModule | undefined> => {
    if (/^advanced_alchemy(\.|$)/.test(name)) {
      const { advancedAlchemy } = await import("../third_party/advanced_alchemy.ts");
      return advancedAlchemy.get(name);
    }
    if (/^litestar(\.|$)/.test(name)) {
      const { litestarAliases } = await import("../third_party/litestar_aliases.ts");
      return litestarAliases.get(name);
    }
    if (/^fastapi_users(\.db)?$/.test(name)) {
      const { fastapiUsersAliases } = await import("../third_party/fastapi_users_aliases.ts");
      return fastapiUsersAliases.get(name);
    }
    if (/^dateutil(\.|$)/.test(name)) {
      const { dateutil } = await import("../third_party/dateutil.ts");
      return dateutil.get(name);
    }
    if (name === "yarl") {
      const { yarl } = await import("../third_party/yarl.ts");
      return yarl.get(name);
    }
    if (name === "loguru") {
      const { loguru } = await import("../third_party/loguru.ts");
      return loguru.get(name);
    }
    if (/^sqlalchemy_utc(\.|$)/.test(name)) {
      const { sqlalchemyUtc } = await import("../third_party/sqlalchemy_utc.ts");
      return sqlalchemyUtc.get(name);
    }
    if (/^sqlalchemy_utils(\.|$)/.test(name)) {
      const { sqlalchemyUtils } = await import("../third_party/sqlalchemy_utils.ts");
      return sqlalchemyUtils.get(name);
    }
    if (name === "sqlalchemy.ext.automap") {
      const { automap } = await import("../sqlalchemy/orm/automap.ts");
      return automap.get(name);
    }
    const create = await factory(name);
    return create && { kind: "native", create };
  };
  const loaded = new Map<string, LoadedModule | undefined>();
  return {
    load(name) {
      if (loaded.has(name)) return loaded.get(name);
      return find(name).then(async (module) => {
        if (module !== undefined) await prepare();
        loaded.set(name, module);
        return module;
      });
    },
  };
}
