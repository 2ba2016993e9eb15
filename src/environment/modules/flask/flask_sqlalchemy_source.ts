/** The package `flask_sqlalchemy` by its version 3.1: the base of models, their MetaData by bind, names of tables, engines. */
export const FLASK_SQLALCHEMY = `
import re
import sqlalchemy
import sqlalchemy.orm
import sqlalchemy.dialects.postgresql
from sqlalchemy import MetaData, PrimaryKeyConstraint
from sqlalchemy.orm import DeclarativeBase, DeclarativeBaseNoMeta, DeclarativeMeta, declared_attr
import flask
import _flask
from flask_sqlalchemy.query import Query

BaseQuery = Query


class _QueryOfModel:
    def __get__(self, instance, owner=None):
        return _flask.unknown(f"{owner.__name__}.query")


class Model:
    query_class = Query
    query = _QueryOfModel()

    def __repr__(self):
        return f"<{type(self).__name__}>"


def _wants_name(cls):
    """Whether a class gets a table name of its own: the nearest one, if any, is that of a mapped class above it."""
    is_declarative = issubclass(cls, (DeclarativeBase, DeclarativeBaseNoMeta)) or any(
        isinstance(base, DeclarativeMeta) for base in cls.__mro__[1:]
    )
    if cls.__dict__.get("__abstract__", False) or not is_declarative:
        return False
    if any(base is DeclarativeBase or base is DeclarativeBaseNoMeta for base in cls.__bases__):
        return False
    for base in cls.__mro__:
        if "__tablename__" not in base.__dict__:
            continue
        if isinstance(base.__dict__["__tablename__"], declared_attr):
            return False
        is_mixin = not hasattr(base, "_sa_registry")
        return not (base is cls or base.__dict__.get("__abstract__", False) or is_mixin)
    return True


def camel_to_snake_case(name):
    name = re.sub(r"((?<=[a-z0-9])[A-Z]|(?!^)[A-Z](?=[a-z]))", r"_\\1", name)
    return name.lower().lstrip("_")


def _bind(cls, always):
    """The MetaData of the bind that a class names."""
    if "metadata" in cls.__dict__ or "__table__" in cls.__dict__:
        return
    if not always and not hasattr(cls, "__bind_key__"):
        return
    metadata = cls.__fsa__._make_metadata(getattr(cls, "__bind_key__", None))
    if metadata is not getattr(cls, "metadata", None):
        cls.metadata = metadata


def _name(cls):
    if _wants_name(cls):
        cls.__tablename__ = camel_to_snake_case(cls.__name__)


def _drop_missing_table(cls):
    if "__tablename__" not in cls.__dict__ and "__table__" in cls.__dict__ and cls.__dict__["__table__"] is None:
        del cls.__table__


def _table_of(cls, *args, **keywords):
    """The table of a class; none for one without a primary key below a class with a table, which shares that one."""
    schema = keywords.get("schema")
    key = args[0] if schema is None else f"{schema}.{args[0]}"
    has_key = any(
        isinstance(arg, sqlalchemy.Column) and arg.primary_key or isinstance(arg, PrimaryKeyConstraint) for arg in args
    )
    inherits = any("__table__" in base.__dict__ for base in cls.__mro__[1:-1])
    if key in cls.metadata.tables or has_key or not inherits:
        return sqlalchemy.Table(*args, **keywords)
    if "__tablename__" in cls.__dict__:
        del cls.__tablename__
    return None


class BindMetaMixin(type):
    def __init__(cls, name, bases, d, **keywords):
        _bind(cls, True)
        super().__init__(name, bases, d, **keywords)


class NameMetaMixin(type):
    def __init__(cls, name, bases, d, **keywords):
        _name(cls)
        super().__init__(name, bases, d, **keywords)
        _drop_missing_table(cls)

    def __table_cls__(cls, *args, **keywords):
        return _table_of(cls, *args, **keywords)


class BindMixin:
    @classmethod
    def __init_subclass__(cls, **keywords):
        _bind(cls, False)
        super().__init_subclass__(**keywords)


class NameMixin:
    @classmethod
    def __init_subclass__(cls, **keywords):
        _name(cls)
        super().__init_subclass__(**keywords)
        _drop_missing_table(cls)

    @classmethod
    def __table_cls__(cls, *args, **keywords):
        return _table_of(cls, *args, **keywords)


class DefaultMeta(BindMetaMixin, NameMetaMixin, DeclarativeMeta):
    pass


class DefaultMetaNoName(BindMetaMixin, DeclarativeMeta):
    pass


class SQLAlchemy:
    def __init__(
        self, app=None, *args, metadata=None, session_options=None, query_class=Query, model_class=Model,
        engine_options=None, add_models_to_shell=True, disable_autonaming=False, **keywords
    ):
        self.Query = query_class
        self.metadatas = {}
        self._engine_options = engine_options or {}
        self._engines = {}
        bases = [base for base in model_class.__bases__ if base is DeclarativeBase or base is DeclarativeBaseNoMeta]
        if metadata is not None and not bases:
            metadata.info["bind_key"] = None
            self.metadatas[None] = metadata
        self.Table = self._make_table_class()
        self.Model = self._make_model(model_class, bases, disable_autonaming)
        if app is not None:
            self.init_app(app)

    def _make_metadata(self, bind_key):
        if bind_key not in self.metadatas:
            naming = None if bind_key is None else self._make_metadata(None).naming_convention
            self.metadatas[bind_key] = MetaData(naming_convention=naming, info={"bind_key": bind_key})
        return self.metadatas[bind_key]

    def _make_table_class(self):
        extension = self

        class Table(sqlalchemy.Table):
            def __new__(cls, *args, bind_key=None, **keywords):
                if args and not (len(args) > 1 and isinstance(args[1], MetaData)):
                    args = (args[0], extension._make_metadata(bind_key), *args[1:])
                return super().__new__(cls, *args, **keywords)

        return Table

    def _make_model(self, model_class, bases, disable_autonaming):
        if len(bases) > 1:
            raise ValueError(f"Only one declarative base can be passed to SQLAlchemy. Got: {model_class.__bases__}")
        if bases:
            body = {key: value for key, value in model_class.__dict__.items() if key not in ("__dict__", "__weakref__")}
            body["__fsa__"] = self
            mixins = (BindMixin, Model) if disable_autonaming else (BindMixin, NameMixin, Model)
            model = type(bases[0])("FlaskSQLAlchemyBase", (*mixins, *model_class.__bases__), body)
        elif isinstance(model_class, DeclarativeMeta):
            model = model_class
        else:
            model = sqlalchemy.orm.declarative_base(
                metadata=self._make_metadata(None), cls=model_class, name="Model",
                metaclass=DefaultMetaNoName if disable_autonaming else DefaultMeta,
            )
        if None in self.metadatas:
            model.metadata = self.metadatas[None]
        else:
            model.metadata.info["bind_key"] = None
            self.metadatas[None] = model.metadata
        model.query_class = self.Query
        model.query = _QueryOfModel()
        model.__fsa__ = self
        return model

    def init_app(self, app):
        if not isinstance(app, flask.Flask):
            return
        app.extensions["sqlalchemy"] = self
        config = app.config
        url = config.setdefault("SQLALCHEMY_DATABASE_URI", None)
        default = {**self._engine_options, **(config.setdefault("SQLALCHEMY_ENGINE_OPTIONS", {}) or {})}
        options = {}
        for key, value in (config.setdefault("SQLALCHEMY_BINDS", {}) or {}).items():
            options[key] = {**self._engine_options, **(value if isinstance(value, dict) else {"url": value})}
        if _flask.is_unknown(url) or url is not None:
            default["url"] = url
        # Without a URL here, --url or DATABASE_URL may still name one.
        options[None] = {**options.get(None, {}), **default}
        engines = self._engines[app] = {}
        for key, each in options.items():
            self._make_metadata(key)
            engines[key] = self._make_engine(key, each, app)

    def _make_engine(self, bind_key, options, app):
        return sqlalchemy.engine_from_config(options, prefix="")

    @property
    def metadata(self):
        return self.metadatas[None]

    @property
    def engines(self):
        app = flask.current_app._get_current_object()
        if _flask.is_unknown(app):
            return app
        if app not in self._engines:
            raise RuntimeError(
                "The current Flask app is not registered with this 'SQLAlchemy' instance. Did you forget to call"
                " 'init_app', or did you create multiple 'SQLAlchemy' instances?"
            )
        return self._engines[app]

    @property
    def engine(self):
        return self.engines[None]

    def get_engine(self, bind_key=None, **keywords):
        return self.engines[keywords.get("bind", bind_key)]

    def get_app(self, reference_app=None):
        return reference_app or flask.current_app._get_current_object()

    def relationship(self, *args, **keywords):
        return sqlalchemy.orm.relationship(*args, **keywords)

    def dynamic_loader(self, argument, **keywords):
        return sqlalchemy.orm.relationship(argument, lazy="dynamic", **keywords)

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        for module in (sqlalchemy, sqlalchemy.orm):
            if hasattr(module, name):
                return getattr(module, name)
        return _flask.unknown(f"SQLAlchemy.{name}")
`;

/** `flask_sqlalchemy.query`, apart because models import it from there, too. */
export const FLASK_SQLALCHEMY_QUERY = `
class Query:
    def __init__(self, *args, **keywords):
        pass
`;

/** `flask_sqlalchemy.model` and `flask_sqlalchemy.extension`: the classes of the package under their own module. */
export const FLASK_SQLALCHEMY_PART = `
from flask_sqlalchemy import (
    BindMetaMixin, BindMixin, DefaultMeta, DefaultMetaNoName, Model, NameMetaMixin, NameMixin, SQLAlchemy,
    camel_to_snake_case,
)
from flask_sqlalchemy import _wants_name as should_set_tablename
`;
