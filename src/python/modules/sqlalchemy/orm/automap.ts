import { sourceModules } from "../../source_modules.ts";

/** `sqlalchemy.ext.automap`: classes for the tables that there are in a database. */
export const automap = sourceModules({
  "sqlalchemy.ext.automap": `
from sqlalchemy import ForeignKeyConstraint, MetaData, Table, and_, exc
from sqlalchemy.orm import backref, declarative_base, interfaces, relationship


class _Classes:
    """The classes by name, as attributes and as items."""

    def __init__(self):
        self.__dict__["_data"] = {}

    def __getattr__(self, name):
        try:
            return self._data[name]
        except KeyError:
            raise AttributeError(name)

    def __getitem__(self, name):
        return self._data[name]

    def __setitem__(self, name, cls):
        self._data[name] = cls

    def __contains__(self, name):
        return name in self._data

    def __iter__(self):
        return iter(list(self._data.values()))

    def __len__(self):
        return len(self._data)

    def __dir__(self):
        return list(self._data)

    def get(self, name, default=None):
        return self._data.get(name, default)

    def keys(self):
        return list(self._data)

    def values(self):
        return list(self._data.values())

    def items(self):
        return list(self._data.items())

    def as_readonly(self):
        return self


def classname_for_table(base, tablename, table):
    return str(tablename)


def name_for_scalar_relationship(base, local_cls, referred_cls, constraint):
    return referred_cls.__name__.lower()


def name_for_collection_relationship(base, local_cls, referred_cls, constraint):
    return referred_cls.__name__.lower() + "_collection"


def generate_relationship(base, direction, return_fn, attrname, local_cls, referred_cls, **kw):
    if return_fn is backref:
        return return_fn(attrname, **kw)
    if return_fn is relationship:
        return return_fn(referred_cls, **kw)
    raise TypeError(f"Unknown relationship function: {return_fn}")


class _Waiting:
    """A class that is mapped at the end of prepare()."""

    def __init__(self, cls):
        self.cls = cls
        self.properties = {}


class AutomapBase:
    __abstract__ = True

    def __init_subclass__(cls, **kw):
        super().__init_subclass__(**kw)
        if cls.__dict__.get("__abstract__"):
            return
        # Mapped once the tables are known.
        cls.__abstract__ = True
        cls._sa_automap_waiting.append(_Waiting(cls))

    @classmethod
    def prepare(
        cls,
        autoload_with=None,
        engine=None,
        reflect=False,
        schema=None,
        classname_for_table=None,
        modulename_for_table=None,
        collection_class=None,
        name_for_scalar_relationship=None,
        name_for_collection_relationship=None,
        generate_relationship=None,
        reflection_options=None,
    ):
        hooks = _Hooks(
            cls,
            collection_class,
            classname_for_table,
            name_for_scalar_relationship,
            name_for_collection_relationship,
            generate_relationship,
        )
        bind = autoload_with if autoload_with is not None else engine
        waiting = cls._sa_automap_waiting
        for each in waiting:
            _give_table(each.cls, bind, schema)
        if bind is not None:
            options = dict(reflection_options or {})
            options.setdefault("schema", schema)
            cls.metadata.reflect(bind, **options)
            _reflect_referred(cls.metadata, bind)
        by_table = {each.cls.__table__: each for each in waiting}
        between = []
        for key, table in cls.metadata.tables.items():
            if key in cls._sa_automap_tables:
                continue
            cls._sa_automap_tables.add(key)
            constraints = _between(table)
            if constraints is not None and table not in by_table:
                between.append((table, constraints))
            elif table in by_table:
                pass
            elif len(table.primary_key.columns) > 0:
                name = hooks.classname_for_table(cls, table.name, table)
                made = type(name, (cls._sa_automap_base,), {"__table__": table})
                by_table[table] = waiting[-1]
                cls.classes[name] = made
        for each in list(by_table.values()):
            hooks.follow_keys(each, by_table)
        for table, constraints in between:
            hooks.follow_table(table, constraints, by_table)
        for each in by_table.values():
            _map(each)
        waiting.clear()


class _Hooks:
    """How classes and relationships are named and made."""

    def __init__(self, base, collection_class, classname, scalar, collection, generate):
        names = globals()
        self.base = base
        self.collection_class = collection_class
        self.classname_for_table = classname or names["classname_for_table"]
        self.scalar_name = scalar or names["name_for_scalar_relationship"]
        self.collection_name = collection or names["name_for_collection_relationship"]
        self.generate = generate or names["generate_relationship"]

    def follow_keys(self, own, by_table):
        for constraint in _foreign_keys(own.cls.__table__):
            elements = list(constraint.elements)
            referred = by_table.get(elements[0].column.table)
            if referred is None:
                continue
            local_cls, referred_cls = own.cls, referred.cls
            if local_cls is not referred_cls and issubclass(local_cls, referred_cls):
                continue
            name = self.scalar_name(self.base, local_cls, referred_cls, constraint)
            back = self.collection_name(self.base, referred_cls, local_cls, constraint)
            options = {}
            ondelete = (constraint.ondelete or "").lower()
            if all(element.parent.nullable for element in elements):
                if ondelete == "set null":
                    options["passive_deletes"] = True
            else:
                options["cascade"] = "all, delete-orphan"
                if ondelete == "cascade":
                    options["passive_deletes"] = True
            options["collection_class"] = self.collection_class
            keys = [element.parent for element in elements]
            if name not in own.properties:
                reverse = None
                if back not in referred.properties:
                    reverse = self.generate(
                        self.base, interfaces.ONETOMANY, backref, back, referred_cls, local_cls, **options
                    )
                made = self.generate(
                    self.base,
                    interfaces.MANYTOONE,
                    relationship,
                    name,
                    local_cls,
                    referred_cls,
                    foreign_keys=keys,
                    backref=reverse,
                    remote_side=[element.column for element in elements],
                )
                if made is not None:
                    own.properties[name] = made
            elif back not in referred.properties:
                made = self.generate(
                    self.base,
                    interfaces.ONETOMANY,
                    relationship,
                    back,
                    referred_cls,
                    local_cls,
                    foreign_keys=keys,
                    back_populates=name,
                    **options,
                )
                if made is not None:
                    referred.properties[back] = made

    def follow_table(self, table, constraints, by_table):
        near, far = constraints
        own = by_table.get(list(near.elements)[0].column.table)
        other = by_table.get(list(far.elements)[0].column.table)
        if own is None or other is None:
            return
        name = self.collection_name(self.base, own.cls, other.cls, near)
        back = self.collection_name(self.base, other.cls, own.cls, far)
        if name in own.properties:
            return
        options = {"collection_class": self.collection_class}
        reverse = None
        if back not in other.properties:
            reverse = self.generate(
                self.base, interfaces.MANYTOMANY, backref, back, other.cls, own.cls, **options
            )
        made = self.generate(
            self.base,
            interfaces.MANYTOMANY,
            relationship,
            name,
            own.cls,
            other.cls,
            secondary=table,
            primaryjoin=and_(*[each.column == each.parent for each in near.elements]),
            secondaryjoin=and_(*[each.column == each.parent for each in far.elements]),
            backref=reverse,
            **options,
        )
        if made is not None:
            own.properties[name] = made


def _give_table(cls, bind, schema):
    """Makes the table of a class that the program has: its own columns, and those of the database."""
    if "__table__" in cls.__dict__:
        return
    arguments = getattr(cls, "__table_args__", None) or {}
    if isinstance(arguments, tuple):
        arguments = arguments[-1] if arguments and isinstance(arguments[-1], dict) else {}
    columns = []
    for name, value in list(cls.__dict__.items()):
        if hasattr(value, "__clause_element__") or type(value).__name__ in ("Column", "MappedColumn"):
            if value.name is None:
                value.name = name
            columns.append(value)
    schema = arguments.get("schema", schema)
    parts = list(columns)
    if bind is not None:
        names = {column.name for column in columns}
        there = Table(cls.__tablename__, MetaData(), schema=schema, autoload_with=bind)
        parts += [column._copy() for column in there.columns if column.name not in names]
        parts += [key._copy() for key in _foreign_keys(there)]
    cls.__table__ = Table(cls.__tablename__, cls.metadata, *parts, schema=schema)


def _reflect_referred(metadata, bind):
    """Tables that others refer to come along."""
    seen = set()
    while len(seen) < len(metadata.tables):
        for key, table in list(metadata.tables.items()):
            if key in seen:
                continue
            seen.add(key)
            for constraint in _foreign_keys(table):
                target = list(constraint.elements)[0].target_fullname.rpartition(".")[0]
                if target not in metadata.tables:
                    schema, _, name = target.rpartition(".")
                    Table(name, metadata, schema=schema or None, autoload_with=bind)


def _foreign_keys(table):
    return [each for each in table.constraints if isinstance(each, ForeignKeyConstraint)]


def _between(table):
    """The two keys of a table that has nothing else."""
    constraints = _foreign_keys(table)
    if len(constraints) != 2:
        return None
    columns = {element.parent.name for each in constraints for element in each.elements}
    return constraints if columns == set(table.c.keys()) else None


def _map(waiting):
    cls = waiting.cls
    for name, made in waiting.properties.items():
        if name in cls.__table__.c:
            raise exc.ArgumentError(
                f"WARNING: when configuring property '{name}' on Mapper[{cls.__name__}({cls.__table__.name})], "
                f"column '{name}' conflicts with property '{cls.__name__}.{name}'"
            )
        setattr(cls, name, made)
    cls.__abstract__ = False
    cls.registry.map_declaratively(cls)


def automap_base(declarative_base=None, **kw):
    base = declarative_base if declarative_base is not None else globals()["declarative_base"](**kw)
    made = type(
        base.__name__,
        (AutomapBase, base),
        {
            "__abstract__": True,
            "classes": _Classes(),
            "_sa_automap_waiting": [],
            "_sa_automap_tables": set(),
        },
    )
    made._sa_automap_base = made
    return made
`,
});
