# --- defaults and variables of the process
import os
from pydantic_settings import BaseSettings
os.environ["PORT"] = "8000"
os.environ["debug"] = "yes"
os.environ["Ratio"] = "2.5"
class Settings(BaseSettings):
    port: int = 1
    DEBUG: bool = False
    ratio: float = 1.0
    name: str = "app"
    tags: list[str] = ["a"]
s = Settings()
print(s.port, s.DEBUG, s.ratio, s.name, s.tags, repr(s))
print(s.model_dump())
# --- arguments come before variables
import os
from pydantic_settings import BaseSettings
os.environ["PORT"] = "8000"
class Settings(BaseSettings):
    port: int = 1
print(Settings(port="9").port, Settings().port)
# --- a prefix and case that counts
import os
from pydantic_settings import BaseSettings, SettingsConfigDict
os.environ.update(APP_HOST="a", APP_PORT="1", host="b", port="2")
class A(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="APP_")
    host: str
    port: int
class B(BaseSettings):
    model_config = SettingsConfigDict(case_sensitive=True)
    host: str
    PORT: int = 5
class C(A):
    model_config = SettingsConfigDict(env_prefix="")
    host: str = "c"
print(A(), B(), C())
print(A(_env_prefix="").host)
# --- files of variables
import os
from pydantic_settings import BaseSettings, SettingsConfigDict
os.environ["POSTGRES_DB"] = "from_process"
class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_file=("project.env", "override.env", "missing.env"), extra="ignore", env_file_encoding="utf-8")
    PROJECT_NAME: str
    POSTGRES_USER: str
    POSTGRES_PASSWORD: str
    POSTGRES_SERVER: str
    POSTGRES_PORT: int = 5432
    POSTGRES_DB: str
    EMPTY: str = "default"
s = Settings()
print(s)
del os.environ["POSTGRES_DB"]
print(Settings().POSTGRES_DB, Settings(_env_file=None, PROJECT_NAME="x", POSTGRES_USER="", POSTGRES_PASSWORD="", POSTGRES_SERVER="h", POSTGRES_DB="d"))
# --- variables of a file that no field has
from pydantic_settings import BaseSettings, SettingsConfigDict
class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_file="override.env")
    name: str = "x"
try:
    Settings()
except ValueError as e:
    print(type(e).__name__, str(e).splitlines()[:2])
class Allowing(Settings):
    model_config = SettingsConfigDict(extra="allow")
print(Allowing().postgres_server, Allowing())
# --- empty values
import os
from pydantic_settings import BaseSettings, SettingsConfigDict
os.environ["A"] = ""
os.environ["B"] = "null"
class Keeps(BaseSettings):
    a: str = "d"
class Ignores(BaseSettings):
    model_config = SettingsConfigDict(env_ignore_empty=True, env_parse_none_str="null")
    a: str = "d"
    b: int | None = 5
print(repr(Keeps().a), repr(Ignores().a), Ignores().b)
# --- the settings of the full-stack template
import os
import secrets
import warnings
from typing import Annotated, Any, Literal
from pydantic import AnyUrl, BeforeValidator, HttpUrl, PostgresDsn, computed_field, model_validator
from pydantic_core import MultiHostUrl
from pydantic_settings import BaseSettings, SettingsConfigDict
from typing_extensions import Self
def parse_cors(v: Any) -> list[str] | str:
    if isinstance(v, str) and not v.startswith("["):
        return [i.strip() for i in v.split(",")]
    elif isinstance(v, list | str):
        return v
    raise ValueError(v)
class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_file="project.env", env_ignore_empty=True, extra="ignore")
    SECRET_KEY: str = "key"
    ENVIRONMENT: Literal["local", "staging", "production"] = "local"
    FRONTEND_HOST: str = "http://localhost:5173"
    BACKEND_CORS_ORIGINS: Annotated[list[AnyUrl] | str, BeforeValidator(parse_cors)] = []
    @computed_field
    @property
    def all_cors_origins(self) -> list[str]:
        return [str(origin).rstrip("/") for origin in self.BACKEND_CORS_ORIGINS] + [self.FRONTEND_HOST]
    PROJECT_NAME: str
    SENTRY_DSN: HttpUrl | None = None
    POSTGRES_SERVER: str
    POSTGRES_PORT: int = 5432
    POSTGRES_USER: str
    POSTGRES_PASSWORD: str = ""
    POSTGRES_DB: str = ""
    @computed_field
    @property
    def SQLALCHEMY_DATABASE_URI(self) -> PostgresDsn:
        return MultiHostUrl.build(scheme="postgresql+psycopg", username=self.POSTGRES_USER, password=self.POSTGRES_PASSWORD, host=self.POSTGRES_SERVER, port=self.POSTGRES_PORT, path=self.POSTGRES_DB)
    EMAILS_FROM_NAME: str | None = None
    @model_validator(mode="after")
    def _set_default_emails_from(self) -> Self:
        if not self.EMAILS_FROM_NAME:
            self.EMAILS_FROM_NAME = self.PROJECT_NAME
        return self
settings = Settings()
print(str(settings.SQLALCHEMY_DATABASE_URI), settings.EMAILS_FROM_NAME, settings.all_cors_origins, settings.ENVIRONMENT)
# --- a URL that a validator assembles
import os
from typing import Any, Optional
from pydantic import PostgresDsn, ValidationInfo, field_validator
from pydantic_settings import BaseSettings
os.environ.update(DB_USER="u", DB_PASSWORD="p@ss", DB_HOST="h")
class Settings(BaseSettings):
    DB_USER: str
    DB_PASSWORD: str
    DB_HOST: str
    DB_NAME: str = "d"
    DATABASE_URL: Optional[PostgresDsn] = None
    ASYNC_URL: str | None = None
    @field_validator("DATABASE_URL", mode="before")
    @classmethod
    def assemble(cls, v: Optional[str], info: ValidationInfo) -> Any:
        if isinstance(v, str):
            return v
        return PostgresDsn.build(scheme="postgresql", username=info.data.get("DB_USER"), password="x", host=info.data.get("DB_HOST"), path=info.data.get("DB_NAME"))
    @field_validator("ASYNC_URL", mode="after")
    def later(cls, v, info):
        return v or str(info.data.get("DATABASE_URL")).replace("postgresql://", "postgresql+asyncpg://")
s = Settings()
print(s.DATABASE_URL, s.ASYNC_URL, s.DATABASE_URL.hosts(), s.DATABASE_URL.path, s.DATABASE_URL.scheme)
os.environ["DATABASE_URL"] = "postgres://a:b@c:1/e?sslmode=require"
print(Settings().DATABASE_URL, Settings().DATABASE_URL.query)
os.environ["DATABASE_URL"] = "mysql://a/b"
try:
    Settings()
except ValueError as e:
    print(str(e).splitlines()[:2])
# --- validators before and after the model
from typing import Any
from pydantic import model_validator
from pydantic_settings import BaseSettings
class Settings(BaseSettings):
    host: str = "h"
    url: str = ""
    @model_validator(mode="before")
    @classmethod
    def first(cls, data: Any) -> Any:
        print("before", data)
        return {**data, "host": "given"}
    @model_validator(mode="after")
    def last(self):
        print("after")
        self.url = f"postgresql://{self.host}/d"
        return self
print(Settings().url)
class Strict(Settings):
    @model_validator(mode="after")
    def refuse(self):
        raise ValueError("never")
try:
    Strict()
except ValueError as e:
    print([line.split(" [type")[0] for line in str(e).splitlines()[:2]])
# --- other names
import os
from pydantic import AliasChoices, Field
from pydantic_settings import BaseSettings, SettingsConfigDict
os.environ.update(DATABASE_URL="postgresql://a/b", PG_HOST="pg", service_port="5")
class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="app_")
    url: str = Field(validation_alias="DATABASE_URL")
    host: str = Field("x", validation_alias=AliasChoices("DB_HOST", "PG_HOST"))
    port: int = Field(default=1, alias="SERVICE_PORT")
    factory: list[int] = Field(default_factory=lambda: [1, 2], description="numbers")
print(Settings())
class ByName(Settings):
    model_config = SettingsConfigDict(populate_by_name=True)
print(ByName(url="u", port=7))
# --- models in settings
import os
from pydantic import BaseModel, Field
from pydantic_settings import BaseSettings, SettingsConfigDict
os.environ.update(DATABASE__HOST="db", DATABASE__PORT="7", DATABASE__POOL__SIZE="3", DATABASE__FLAGS='["a", "b"]', CACHE='{"url": "redis://h"}', CACHE__TTL="9")
class Pool(BaseModel):
    size: int = 1
class Database(BaseModel):
    HOST: str = "localhost"
    port: int = 5432
    pool: Pool = Pool()
    flags: list[str] = []
    @property
    def url(self) -> str:
        return f"postgresql://{self.HOST}:{self.port}/d"
class Cache(BaseModel):
    url: str
    ttl: int = 1
class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_nested_delimiter="__")
    database: Database = Database()
    cache: Cache
    extra: dict[str, int] = Field(default_factory=dict)
s = Settings()
print(s.database.url, s.database.pool.size, s.database.flags, s.cache, s.extra)
os.environ["EXTRA__A"] = "1"
print(Settings().extra, Settings().model_dump(exclude={"database"}))
# --- settings made of settings, cached
import os
from functools import cached_property, lru_cache
from pydantic_settings import BaseSettings
os.environ.update(DB_NAME="n", APP_ENV="prod")
class Db(BaseSettings):
    model_config = {"env_prefix": "DB_"}
    name: str
    @cached_property
    def url(self):
        return "postgresql:///" + self.name
class App(BaseSettings):
    app_env: str = "dev"
    db: Db = Db()
class Prod(App):
    debug: bool = False
@lru_cache
def get_settings():
    return {"prod": Prod, "dev": App}[os.getenv("APP_ENV", "dev")]()
print(get_settings().db.url, get_settings() is get_settings(), type(get_settings()).__name__, get_settings().debug)
# --- types
import os
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import Enum, IntEnum
from pathlib import Path
from typing import Any, Dict, List, Literal, Optional, Set, Tuple, Union
from uuid import UUID
from pydantic import EmailStr, PositiveInt, SecretStr
from pydantic_settings import BaseSettings
class Color(str, Enum):
    RED = "red"
class Level(IntEnum):
    LOW = 1
os.environ.update(E="a@b.co", N="5", S="hidden", C="red", L="1", P="/tmp/x", U="12345678123456781234567812345678", D="1.50", DT="2024-01-02T03:04:05", DA="2024-01-02", LI='[1, "2"]', SE='["x"]', TU='[1, "b"]', DI='{"a": "1"}', UN="7", LT="b", AN="{", O="")
class Settings(BaseSettings):
    n: PositiveInt
    s: SecretStr
    c: Color
    l: Level
    p: Path
    u: UUID
    d: Decimal
    dt: datetime
    da: date
    td: timedelta = timedelta(seconds=90)
    li: List[int]
    se: Set[str]
    tu: Tuple[int, str]
    di: Dict[str, int]
    un: Union[int, str]
    lt: Literal["a", "b"]
    an: Any
    o: Optional[str] = None
for name, value in Settings():
    print(name, repr(value), str(value))
print(Settings().s.get_secret_value())
# --- what is wrong
import os
from typing import Literal
from pydantic_settings import BaseSettings
def attempt(**kw):
    class Settings(BaseSettings):
        port: int = 1
        debug: bool = False
        mode: Literal["a", "b"] = "a"
        items: list[int] = []
    os.environ.clear()
    os.environ.update(kw)
    try:
        print(Settings())
    except ValueError as e:
        lines = [line.split(" [type")[0] for line in str(e).splitlines() if "further information" not in line]
        print(type(e).__name__, lines)
attempt(PORT="x")
attempt(DEBUG="maybe")
attempt(MODE="c", PORT="1.0")
attempt(ITEMS="1,2")
attempt(ITEMS='["x"]')
attempt(PORT=" 12 ", DEBUG="OFF")
# --- sources in another order
import os
from pydantic_settings import BaseSettings
os.environ["name"] = "process"
class Settings(BaseSettings):
    name: str = "default"
    @classmethod
    def settings_customise_sources(cls, settings_cls, init_settings, env_settings, dotenv_settings, file_secret_settings):
        return env_settings, init_settings
print(Settings(name="given").name)
# --- sources that a program makes
import os
from pydantic_settings import BaseSettings, SettingsConfigDict, DotEnvSettingsSource, EnvSettingsSource
os.environ["APP_name"] = "process"
class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_file="project.env", extra="ignore")
    name: str = "default"
    project_name: str = "none"
    postgres_server: str = "none"
    @classmethod
    def settings_customise_sources(cls, settings_cls, **sources):
        return (
            EnvSettingsSource(settings_cls, env_prefix="APP_"),
            DotEnvSettingsSource(settings_cls=settings_cls, env_file=("project.env", "override.env")),
            DotEnvSettingsSource(settings_cls, None),
        )
print(Settings().name, Settings().project_name, Settings().postgres_server)
# --- URLs and optional settings of pydantic 1
from typing import Optional
from pydantic.v1 import BaseSettings, PostgresDsn, validator
class Settings(BaseSettings):
    NAME: str = "shop"
    GIVEN: PostgresDsn = "postgresql+asyncpg://u:p@h/d"
    TEXT: Optional[str]
    URL: Optional[PostgresDsn] = None
    AFTER: Optional[str]
    @validator("TEXT", pre=True)
    def text(cls, v):
        return PostgresDsn.build(scheme="postgresql", user="u", password="p", host="h", port="5", path="/d")
    @validator("URL", pre=True)
    def url(cls, v, values):
        return v or PostgresDsn.build(scheme="postgresql", user="u", password="p", host="h", path=f"/{values.get('NAME')}")
    @validator("AFTER")
    def after(cls, v):
        return f"after {v}"
s = Settings()
for value in s.GIVEN, s.TEXT, s.URL, s.AFTER:
    print(isinstance(value, str), str(value), len(value))
# --- models
from typing import ClassVar, Generic, Optional, TypeVar
from pydantic import BaseModel, ConfigDict, Field, PrivateAttr, ValidationError, field_validator
T = TypeVar("T")
class Base(BaseModel):
    model_config = ConfigDict(extra="forbid", from_attributes=True)
    limit: ClassVar[int] = 3
    id: int
    name: str = Field("x", max_length=5)
    tags: list[str] = []
    _secret: str = PrivateAttr("hidden")
    _made: list = PrivateAttr(default_factory=list)
    def model_post_init(self, context):
        super().model_post_init(context)
        self._made.append(self.id)
class Child(Base):
    parent: Optional[Base] = None
    @field_validator("name")
    def upper(cls, v):
        return v.upper()
class Page(BaseModel, Generic[T]):
    items: list[T]
c = Child(id="5", name="ab", parent={"id": 1})
print(c, c._secret, c._made, c.limit, c == Child(id=5, name="ab", parent=Base(id=1)))
print(c.model_dump(), c.model_copy(update={"id": 9}).id, list(Child.model_fields))
print(Page[int](items=[1]).items, Child.model_validate({"id": 3}).id)
a, b = Base(id=1), Base(id=2)
a.tags.append("t")
print(b.tags, a.tags)
try:
    Child(name="x", other=1)
except ValidationError as e:
    print([line.split(" [type")[0] for line in str(e).splitlines() if "further information" not in line])
# --- URLs
from pydantic import AnyHttpUrl, AnyUrl, HttpUrl, MySQLDsn, PostgresDsn, RedisDsn, TypeAdapter
for cls, text in [(HttpUrl, "http://Example.com:80"), (HttpUrl, "https://x.y/a b"), (AnyHttpUrl, "http://h:8000"), (RedisDsn, "redis://h"), (RedisDsn, "redis://:p@h:1/2"), (PostgresDsn, "POSTGRESQL://U:p%40@H/x"), (PostgresDsn, "postgresql://u:a b@h/x y?q=1 2#é"), (MySQLDsn, "mysql+pymysql://h/d"), (AnyUrl, "sqlite:///x.db")]:
    u = cls(text)
    print(u, repr(u), u.scheme, u.path, u.query)
for text in ["nope", "postgresql:///db", "postgresql://h:99999/x", "mysql://h/d"]:
    try:
        PostgresDsn(text)
    except ValueError as e:
        print(str(e).splitlines()[1].split(" [type")[0])
print(PostgresDsn.build(scheme="postgresql", username="u", password="", host="h", port=1, path="d"), PostgresDsn.build(scheme="postgresql+asyncpg", username="u", host="h", path=""))
print(PostgresDsn("postgresql://u:p@a:1,b:2/d").hosts())
