import { PyAlias } from "../../builtins/generic_alias.ts";
import {
  callNow,
  nativeClass,
  nativeFunction,
  nativeModule,
  type NativeModuleFactory,
  type PyClass,
  type PyInstance,
  type Value,
} from "../../runtime/mod.ts";
import { mappedColumnFunction } from "../sqlalchemy/orm/mapped_column.ts";
import { declaredAttrClass } from "../sqlalchemy/orm/declared_attr.ts";
import { foreignKeyClass } from "../sqlalchemy/schema/foreign_key.ts";
import { typeDecoratorClass } from "../sqlalchemy/types/decorator.ts";
import * as types from "../sqlalchemy/types/generic.ts";

/**
 * `fastapi_users_db_sqlalchemy`: the classes that tables of users, of their accounts elsewhere and of access tokens derive
 * from, as its version 7 defines them ("SQLAlchemy" in the documentation of FastAPI Users).
 */

const GENERICS = "fastapi_users_db_sqlalchemy.generics";

const guidClass = nativeClass({
  name: "GUID",
  module: GENERICS,
  bases: [typeDecoratorClass],
  init: ["*args, **kw", (self: PyInstance) => {
    self.attributes = new Map();
  }],
});
guidClass.native = { build: () => ({ kind: "uuid", form: "UUID", asUuid: true }) };

const awareClass = nativeClass({
  name: "TIMESTAMPAware",
  module: GENERICS,
  bases: [typeDecoratorClass],
  attributes: { impl: types.timestampClass, cache_ok: true },
});

type Options = Readonly<Record<string, Value>>;

function column(type: Value, options: Options, ...further: Value[]): Value {
  return callNow(mappedColumnFunction, [type, ...further], new Map(Object.entries(options)));
}

/** A text of limited length. */
function text(length: number, options: Options): Value {
  return column(callNow(types.stringClass, [], new Map([["length", length]])), options);
}

/** The key of the user, which each class that derives has of its own. */
function userId(): Value {
  const make = nativeFunction("user_id", "cls", () =>
    column(
      guidClass,
      { nullable: false },
      callNow(foreignKeyClass, ["user.id"], new Map([["ondelete", "cascade"]])),
    ));
  return callNow(declaredAttrClass, [make]);
}

/** A class to derive from, which may be subscripted with the type of the key. */
function base(name: string, module: string, attributes: Options, bases?: readonly PyClass[]) {
  return nativeClass({
    name,
    module,
    ...(bases === undefined ? {} : { bases }),
    attributes,
    classMethods: {
      __class_getitem__: [
        "item, /",
        (cls: PyClass, item: Value) => new PyAlias(cls, [item], `${cls.module}.${cls.name}`),
      ],
    },
  });
}

function names(): Readonly<Record<string, Value>> {
  const required = { nullable: false };
  const users = "fastapi_users_db_sqlalchemy";
  const tokens = "fastapi_users_db_sqlalchemy.access_token";
  const id = () => column(guidClass, { primary_key: true });
  const user = base("SQLAlchemyBaseUserTable", users, {
    __tablename__: "user",
    email: text(320, { ...required, unique: true, index: true }),
    hashed_password: text(1024, required),
    is_active: column(types.booleanClass, { ...required, default: true }),
    is_superuser: column(types.booleanClass, { ...required, default: false }),
    is_verified: column(types.booleanClass, { ...required, default: false }),
  });
  const account = base("SQLAlchemyBaseOAuthAccountTable", users, {
    __tablename__: "oauth_account",
    oauth_name: text(100, { ...required, index: true }),
    access_token: text(1024, required),
    expires_at: column(types.integerClass, { nullable: true }),
    refresh_token: text(1024, { nullable: true }),
    account_id: text(320, { ...required, index: true }),
    account_email: text(320, required),
  });
  const aware = callNow(awareClass, [], new Map([["timezone", true]]));
  const token = base("SQLAlchemyBaseAccessTokenTable", tokens, {
    __tablename__: "accesstoken",
    token: text(43, { primary_key: true }),
    created_at: column(aware, { ...required, index: true }),
  });
  return {
    GUID: guidClass,
    TIMESTAMPAware: awareClass,
    SQLAlchemyBaseUserTable: user,
    SQLAlchemyBaseUserTableUUID: base("SQLAlchemyBaseUserTableUUID", users, { id: id() }, [user]),
    SQLAlchemyBaseOAuthAccountTable: account,
    SQLAlchemyBaseOAuthAccountTableUUID: base(
      "SQLAlchemyBaseOAuthAccountTableUUID",
      users,
      { id: id(), user_id: userId() },
      [account],
    ),
    SQLAlchemyBaseAccessTokenTable: token,
    SQLAlchemyBaseAccessTokenTableUUID: base(
      "SQLAlchemyBaseAccessTokenTableUUID",
      tokens,
      { user_id: userId() },
      [token],
    ),
  };
}

const PACKAGE = "fastapi_users_db_sqlalchemy";
const SUBMODULES = ["generics", "access_token"];

let made: Readonly<Record<string, Value>> | null = null;

/** The factory of a module of the package; what it does with a database is not known here. */
export function fastapiUsersFactory(name: string): NativeModuleFactory | undefined {
  if (name !== PACKAGE && !SUBMODULES.some((part) => name === `${PACKAGE}.${part}`)) {
    return undefined;
  }
  return () => {
    made ??= names();
    const submodules = name === PACKAGE ? SUBMODULES : [];
    return nativeModule(name, {
      ...made,
      ...Object.fromEntries(
        submodules.map((part) => [part, nativeModule(`${PACKAGE}.${part}`, made!)]),
      ),
    });
  };
}
