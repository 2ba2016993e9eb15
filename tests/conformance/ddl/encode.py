"""Writes the operations that Alembic was asked for as migrator's own values, in JSON.

The compiler's tests read them, so that its texts can be compared with Alembic's without evaluating
Python. Shared tables become `{"$id": n, ...}` once and `{"$ref": n}` afterwards; whole numbers of values
are `{"$int": "5"}` and bytes `{"$bytes": "00ff"}`.
"""

import datetime
import decimal
import enum
import uuid

import sqlalchemy as sa
from alembic.operations import ops
from alembic.ddl.postgresql import CreateExcludeConstraintOp
from alembic.util.sqla_compat import _literal_bindparam
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.sql import elements, functions, operators, selectable, sqltypes
from sqlalchemy.sql import schema as sa_schema
from sqlalchemy.sql.naming import conv


class Unencodable(Exception):
    """This call has no plain form here; it is tested through the evaluator only."""


def clean(**fields):
    return {key: value for key, value in fields.items() if value is not None}


def flag(value):
    return None if value is None else bool(value)


def name(value):
    if value is None:
        return None
    marks = {}
    if isinstance(value, conv):
        marks["final"] = True
    quote = getattr(value, "quote", None)
    if quote is not None:
        marks["quote"] = quote
    return {"name": str(value), **marks} if marks else str(value)


# ---------------------------------------------------------------- values


def value(item):
    if item is None or isinstance(item, (bool, str)) and not isinstance(item, enum.Enum):
        return item
    if isinstance(item, enum.Enum):
        return {"kind": "enum", "name": str(item), "value": value(item.value)}
    if isinstance(item, int):
        return {"$int": str(item)}
    if isinstance(item, float):
        return {"$float": repr(item)}
    if isinstance(item, bytes):
        return {"$bytes": item.hex()}
    if isinstance(item, decimal.Decimal):
        return {"kind": "decimal", "text": str(item)}
    if isinstance(item, datetime.datetime):
        return {"kind": "datetime", "text": item.isoformat(" ")}
    if isinstance(item, datetime.date):
        return {"kind": "date", "text": item.isoformat()}
    if isinstance(item, datetime.time):
        return {"kind": "time", "text": item.isoformat()}
    if isinstance(item, datetime.timedelta):
        return {
            "kind": "interval",
            "days": item.days,
            "seconds": item.seconds,
            "microseconds": item.microseconds,
        }
    if isinstance(item, uuid.UUID):
        return {"kind": "uuid", "text": str(item)}
    if isinstance(item, (list, tuple)):
        return {"kind": "list", "items": [value(each) for each in item]}
    if isinstance(item, dict):
        return {"kind": "dict", "entries": [[value(k), value(v)] for k, v in item.items()]}
    if isinstance(item, pg.Range):
        return clean(
            kind="range",
            lower=value(item.lower),
            upper=value(item.upper),
            bounds=item.bounds,
            empty=item.empty or None,
        ) | {"lower": value(item.lower), "upper": value(item.upper)}
    raise Unencodable(repr(item))


# ---------------------------------------------------------------- types

STRINGS = {
    "String", "Text", "Unicode", "UnicodeText", "VARCHAR", "CHAR", "NVARCHAR", "NCHAR", "TEXT",
    "CLOB", "CITEXT",
}
INTEGERS = {"Integer", "SmallInteger", "BigInteger", "INTEGER", "SMALLINT", "BIGINT"}
NUMERICS = {"Numeric", "NUMERIC", "DECIMAL"}
FLOATS = {"Float", "Double", "FLOAT", "DOUBLE", "DOUBLE_PRECISION", "REAL"}
RANGES = {
    prefix + suffix
    for prefix in ("INT4", "INT8", "NUM", "DATE", "TS", "TSTZ")
    for suffix in ("RANGE", "MULTIRANGE")
}
PLAIN = {
    "INET", "CIDR", "MACADDR", "MACADDR8", "MONEY", "OID", "REGCLASS", "REGCONFIG", "TSVECTOR",
    "TSQUERY", "JSONPATH",
}


def type_(item):
    item = sqltypes.to_instance(item)
    variants = getattr(item, "_variant_mapping", None)
    if variants:
        base = item.copy()
        base._variant_mapping = sa.util.immutabledict()
        return {
            "kind": "variant",
            "base": type_(base),
            "variants": {key: type_(each) for key, each in variants.items()},
        }
    form = type(item).__name__
    if form in STRINGS:
        return clean(kind="string", form=form, length=item.length, collation=item.collation)
    if form in INTEGERS:
        return {"kind": "integer", "form": form}
    if form in NUMERICS:
        return clean(kind="numeric", form=form, precision=item.precision, scale=item.scale)
    if form in FLOATS:
        return clean(kind="float", form=form, precision=item.precision)
    if isinstance(item, (sa.Boolean, sqltypes.MatchType)):
        return clean(
            kind="boolean",
            form="BOOLEAN" if form == "BOOLEAN" else "Boolean",
            createConstraint=getattr(item, "create_constraint", None),
            name=name(getattr(item, "name", None)),
        )
    if form in ("Date", "DATE"):
        return {"kind": "date", "form": form}
    if form in ("DateTime", "DATETIME", "TIMESTAMP"):
        return clean(
            kind="datetime",
            form=form,
            timezone=item.timezone,
            precision=getattr(item, "precision", None),
        )
    if form in ("Time", "TIME"):
        return clean(
            kind="time",
            form=form,
            timezone=item.timezone,
            precision=getattr(item, "precision", None),
        )
    if form == "Interval":
        return clean(kind="interval", form=form, precision=item.second_precision)
    if form == "INTERVAL":
        return clean(kind="interval", form=form, precision=item.precision, fields=item.fields)
    if form in ("LargeBinary", "BLOB", "BINARY", "VARBINARY", "BYTEA"):
        return clean(kind="binary", form=form, length=item.length)
    if form == "PickleType":
        return {"kind": "binary", "form": "LargeBinary"}
    if isinstance(item, sa.Enum):
        return clean(
            kind="enum",
            form="ENUM" if isinstance(item, pg.ENUM) else "Enum",
            values=list(item.enums),
            name=name(item.name),
            schema=name(item.schema),
            nativeEnum=bool(item.native_enum),
            createType=bool(item.create_type) if hasattr(item, "create_type") else None,
            inheritSchema=item.inherit_schema,
            metadata=item.metadata is not None,
            createConstraint=item.create_constraint,
            length=None if item.native_enum else getattr(item, "length", None),
        )
    if isinstance(item, pg.DOMAIN):
        default = item.default
        return clean(
            kind="domain",
            name=name(item.name),
            schema=name(item.schema),
            dataType=type_(item.data_type),
            collation=item.collation,
            default=default if default is None or isinstance(default, str) else expr(default),
            constraintName=name(item.constraint_name),
            notNull=item.not_null,
            check=None if item.check is None else expr(item.check),
            createType=bool(item.create_type),
            inheritSchema=item.inherit_schema,
            metadata=item.metadata is not None,
        )
    if isinstance(item, sa.JSON):
        return clean(
            kind="json",
            form="JSONB" if isinstance(item, pg.JSONB) else "JSON",
            noneAsNull=item.none_as_null,
        )
    if isinstance(item, sa.Uuid):
        return clean(
            kind="uuid",
            form=form if form == "Uuid" else "UUID",
            asUuid=bool(item.as_uuid),
            nativeUuid=bool(item.native_uuid),
        )
    if isinstance(item, sa.ARRAY):
        return clean(kind="array", itemType=type_(item.item_type), dimensions=item.dimensions)
    if form in RANGES:
        return {"kind": "range", "form": form}
    if form in ("JSONStrIndexType", "JSONIntIndexType"):
        return type_(sa.String() if form == "JSONStrIndexType" else sa.Integer())
    if form == "JSONPathType":
        return {"kind": "string", "form": "String"}
    if form in PLAIN:
        return {"kind": "plain", "form": form}
    if form == "BIT":
        return clean(kind="bit", length=item.length, varying=item.varying)
    if form == "HSTORE":
        return {"kind": "hstore"}
    if form == "NullType":
        return {"kind": "null"}
    if isinstance(item, sa.types.UserDefinedType):
        return {"kind": "custom", "ddl": item.get_col_spec()}
    if isinstance(item, sa.types.TypeDecorator):
        return type_(item.impl)
    if form in ("TableValueType", "TupleType"):
        return {"kind": "null"}
    raise Unencodable(form)


# ---------------------------------------------------------------- expressions

BINARY = {
    operators.eq: "eq", operators.ne: "ne", operators.lt: "lt", operators.le: "le",
    operators.gt: "gt", operators.ge: "ge", operators.add: "add", operators.sub: "sub",
    operators.mul: "mul", operators.truediv: "truediv", operators.floordiv: "floordiv",
    operators.mod: "mod", operators.concat_op: "concat", operators.is_: "is",
    operators.is_not: "is_not", operators.is_distinct_from: "is_distinct_from",
    operators.is_not_distinct_from: "is_not_distinct_from", operators.like_op: "like",
    operators.not_like_op: "not_like", operators.ilike_op: "ilike",
    operators.not_ilike_op: "not_ilike", operators.regexp_match_op: "regexp_match",
    operators.not_regexp_match_op: "not_regexp_match", operators.match_op: "match",
    operators.bitwise_and_op: "bitwise_and", operators.bitwise_or_op: "bitwise_or",
    operators.bitwise_xor_op: "bitwise_xor", operators.bitwise_lshift_op: "bitwise_lshift",
    operators.bitwise_rshift_op: "bitwise_rshift",
    operators.json_getitem_op: "json_getitem", operators.json_path_getitem_op: "json_path_getitem",
}
PG_OPERATORS = {
    "->>": "json_getitem_text", "#>>": "json_path_getitem_text", "@>": "contains",
    "<@": "contained_by", "?": "has_key", "?&": "has_all", "?|": "has_any", "&&": "overlap",
    "#-": "delete_path", "@?": "path_exists", "@@": "path_match", "->": "hstore_getitem",
}


LIKE_PARTS = {
    operators.startswith_op: (False, True, "like"),
    operators.not_startswith_op: (False, True, "not_like"),
    operators.endswith_op: (True, False, "like"),
    operators.contains_op: (True, True, "like"),
    operators.icontains_op: (True, True, "ilike"),
}


class Encoder:
    def __init__(self, outside=False):
        """`outside`: of a SELECT, where a text in the place of a label is a text."""
        self.outside = outside
        self.tables = {}
        self.listed = set()

    def column(self, item):
        """A column of a SELECT; values are not told apart from others like them, as SQLAlchemy does."""
        named = isinstance(item, (elements.ColumnClause, elements.Label)) or (
            isinstance(item, selectable.FromClause) and not isinstance(item, sa.sql.functions.FunctionElement)
        )
        constant = isinstance(item, (elements.Null, elements.True_, elements.False_))
        if not named and not constant:
            if id(item) in self.listed:
                raise Unencodable("an object that is listed twice")
            self.listed.add(id(item))
        return self.part(item)

    def from_(self, item):
        if id(item) in self.tables:
            return {"$ref": self.tables[id(item)][0]}
        number = len(self.tables) + 1
        self.tables[id(item)] = (number, item)
        return {"$id": number, **self._from(item)}

    def _from(self, item):
        if isinstance(item, selectable.FromGrouping):
            return self._from(item.element)
        if isinstance(item, elements.TextClause):
            return {"kind": "textFrom", "text": self.expr(item)}
        if isinstance(item, selectable.TableClause):
            defined = isinstance(item, sa.Table)
            return clean(
                kind="table",
                name=name(item.name),
                schema=name(item.schema),
                defined=defined or None,
                columns=[self.table_column(column, item) for column in item.columns],
            )
        if isinstance(item, selectable.Join):
            return clean(
                kind="join",
                left=self.from_(item.left),
                right=self.from_(item.right),
                on=self.expr(item.onclause),
                outer=item.isouter or None,
                full=item.full or None,
            )
        if isinstance(item, selectable.CTE):
            return clean(
                kind="cte",
                name=str(item.name),
                statement=self.query(item.element),
                recursive=item.recursive or None,
            )
        if isinstance(item, selectable.Values):
            return {
                "kind": "values",
                "name": str(item.name),
                "columns": [
                    {"name": name(each.name), "type": type_(each.type)} for each in item._column_args
                ],
                "rows": [
                    [self.literal(each, column.type) for each, column in zip(row, item._column_args)]
                    for rows in item._data for row in rows
                ],
            }
        label = None if isinstance(item.name, elements._anonymous_label) else str(item.name)
        if isinstance(item, selectable.Subquery):
            return {"kind": "subquery", "select": self.query(item.element), "name": label}
        if isinstance(item, selectable.TableValuedAlias):
            return clean(
                kind="tableFunction",
                call=self.expr(item.element),
                columns=[
                    {"name": name(each.name), "type": type_(each.type)} for each in item.c
                ],
                withOrdinality=getattr(item.element, "_with_ordinality", False) or None,
                lateral=item._is_lateral or None,
                renderDerived=item._render_derived or None,
                withTypes=item._render_derived_w_types or None,
            ) | {"name": label}
        if isinstance(item, selectable.Alias) and isinstance(item.element, selectable.TableValuedAlias):
            return self._from(item.element) | {"name": label}
        if isinstance(item, selectable.Alias):
            return {"kind": "alias", "element": self.from_(item.element), "name": label}
        raise Unencodable(type(item).__name__)

    def literal(self, item, kind):
        if isinstance(item, sa.sql.ClauseElement):
            return self.expr(item)
        return {"kind": "bind", "value": value(item), "type": type_(kind)}

    def table_column(self, column, table):
        fields = dict(name=name(column.name), type=type_(column.type))
        if isinstance(column, sa.Column):
            counting = table._autoincrement_column is column
            fields["primaryKey"] = column.primary_key or None
            fields["generated"] = (
                counting or column.server_default is not None or column.identity is not None or None
            )
            if column.default is not None and column.default.is_scalar:
                fields["insertDefault"] = {
                    "kind": "bind", "value": value(column.default.arg), "type": type_(column.type),
                }
        return clean(**fields)

    def bind(self, item):
        if type(item.type).__name__ == "JSONPathType" and isinstance(item.value, (list, tuple)):
            path = "{%s}" % ", ".join(str(each) for each in item.value)
            return {"kind": "bind", "type": type_(sa.String()), "value": path}
        fields = {"kind": "bind", "type": type_(item.type)}
        if isinstance(item, _literal_bindparam):
            return {"kind": "inlineLiteral", "value": value(item.value), "type": type_(item.type)}
        if not item.unique:
            fields["name"] = item.key
        if item.expanding:
            fields["expanding"] = True
        if not item.required:
            fields["value"] = value(item.value)
        return fields

    def expr(self, item):
        if isinstance(item, elements.Grouping):
            return self.expr(item.element)
        if isinstance(item, selectable.ScalarSelect):
            return {
                "kind": "scalarSubquery", "select": self.query(item.element), "type": type_(item.type),
            }
        if isinstance(item, elements._textual_label_reference):
            if self.outside:
                return {"kind": "text", "sql": item.element}
            return {"kind": "column", "name": item.element, "type": {"kind": "null"}, "from": None}
        if isinstance(item, elements._label_reference):
            return self.expr(item.element)
        if isinstance(item, elements.AsBoolean):
            operand = self.expr(item.element)
            if item.operator is operators.is_true:
                return operand
            return {
                "kind": "unary", "position": "prefix", "operator": "not", "operand": operand,
                "type": {"kind": "boolean", "form": "Boolean"},
            }
        if isinstance(item, elements.TableValuedColumn):
            made = self.from_(item.scalar_alias)
            return {"kind": "column", "name": str(item.name), "type": {"kind": "null"}, "from": made}
        if isinstance(item, elements.TextClause):
            return clean(
                kind="text",
                sql=item.text,
                binds={
                    key: self.bind(bind)
                    for key, bind in item._bindparams.items()
                    if not bind.required
                } or None,
            )
        if isinstance(item, elements.Label):
            return {"kind": "label", "name": str(item.name), "operand": self.expr(item.element)}
        if isinstance(item, elements.ColumnClause):
            if item.is_literal:
                return {"kind": "literalColumn", "sql": str(item.name), "type": type_(item.type)}
            if isinstance(item.name, elements._anonymous_label):
                raise Unencodable("a column with a made name")
            owner = getattr(item, "table", None)
            return {
                "kind": "column",
                "name": name(item.name),
                "type": type_(item.type),
                "from": None if owner is None else self.from_(owner),
            }
        if isinstance(item, elements.BindParameter):
            return self.bind(item)
        for cls, word in ((elements.True_, "true"), (elements.False_, "false"), (elements.Null, "null")):
            if isinstance(item, cls):
                return {"kind": "constant", "value": word}
        if isinstance(item, elements.Cast):
            return {"kind": "cast", "operand": self.expr(item.clause), "type": type_(item.type)}
        if isinstance(item, elements.TypeCoerce):
            return {"kind": "typeCoerce", "operand": self.expr(item.clause), "type": type_(item.type)}
        if isinstance(item, elements.Extract):
            return {"kind": "extract", "field": item.field, "operand": self.expr(item.expr)}
        if isinstance(item, elements.Over):
            return clean(
                kind="over",
                operand=self.expr(item.element),
                partitionBy=self.many(item.partition_by),
                orderBy=self.many(item.order_by),
                frame=frame(item),
            )
        if isinstance(item, elements.FunctionFilter):
            return {
                "kind": "filter", "operand": self.expr(item.func), "where": self.expr(item.criterion),
            }
        if isinstance(item, elements.WithinGroup):
            return {
                "kind": "withinGroup",
                "operand": self.expr(item.element),
                "orderBy": self.many(item.order_by),
            }
        if isinstance(item, pg.aggregate_order_by):
            return {
                "kind": "aggregateOrderBy",
                "operand": self.expr(item.target),
                "orderBy": self.many(item.order_by),
            }
        if isinstance(item, functions.next_value):
            return {"kind": "nextValue", "sequence": sequence(item.sequence)}
        if isinstance(item, functions.FunctionElement):
            path = [*getattr(item, "packagenames", ()), item.name]
            return {
                "kind": "function",
                "path": [name(part) for part in path],
                "arguments": [self.expr(each) for each in item.clauses],
                "type": type_(item.type),
            }
        if isinstance(item, elements.Case):
            return clean(
                kind="case",
                value=None if item.value is None else self.expr(item.value),
                whens=[{"when": self.expr(a), "then": self.expr(b)} for a, b in item.whens],
                otherwise=None if item.else_ is None else self.expr(item.else_),
                type=type_(item.type),
            )
        if isinstance(item, elements.CollectionAggregate):
            return {
                "kind": "anyAll",
                "quantifier": "any" if item.operator is operators.any_op else "all",
                "operand": self.expr(item.element),
            }
        if isinstance(item, selectable.Exists):
            return {"kind": "exists", "select": self.query(item.element.element)}
        if isinstance(item, elements.UnaryExpression):
            return self.unary(item)
        if isinstance(item, elements.Tuple):
            return {"kind": "tuple", "elements": self.many(item)}
        if isinstance(item, pg.array):
            return {"kind": "arrayLiteral", "elements": self.many(item), "type": type_(item.type)}
        if isinstance(item, elements.BooleanClauseList):
            return {
                "kind": "booleanList",
                "operator": "and" if item.operator is operators.and_ else "or",
                "clauses": self.many(item),
            }
        if isinstance(item, elements.ExpressionClauseList):
            clauses = self.many(item)
            result = clauses[0]
            for clause in clauses[1:]:
                result = {
                    "kind": "binary", "operator": BINARY[item.operator], "left": result,
                    "right": clause, "type": type_(item.type),
                }
            return result
        if isinstance(item, elements.BinaryExpression):
            return self.binary(item)
        raise Unencodable(type(item).__name__)

    def many(self, items):
        if items is None:
            return None
        if isinstance(items, sa.sql.ClauseElement) and not isinstance(
            items, (elements.ClauseList, elements.ExpressionClauseList)
        ):
            items = [items]
        return [self.expr(each) for each in items]

    def unary(self, item):
        prefix = {
            operators.inv: "not", operators.neg: "neg", operators.distinct_op: "distinct",
            operators.bitwise_not_op: "bitwise_not",
        }
        postfix = {
            operators.asc_op: "asc", operators.desc_op: "desc",
            operators.nulls_first_op: "nulls_first", operators.nulls_last_op: "nulls_last",
        }
        if item.operator is operators.exists:
            return {"kind": "exists", "select": self.query(item.element.element)}
        if item.operator is not None:
            word, position = prefix[item.operator], "prefix"
        else:
            word, position = postfix[item.modifier], "postfix"
        return {
            "kind": "unary", "position": position, "operator": word,
            "operand": self.expr(item.element), "type": type_(item.type),
        }

    def binary(self, item):
        operator = item.operator
        if operator in (operators.in_op, operators.not_in_op):
            right = item.right
            if isinstance(right, elements.Grouping):
                right = right.element
            if isinstance(right, selectable.ScalarSelect):
                right = right.element
            if isinstance(right, (selectable.SelectStatementGrouping, selectable.SelectBase)):
                members = self.query(right)
            elif isinstance(right, elements.BindParameter):
                members = self.bind(right)
            elif isinstance(right, elements.TextClause):
                members = self.expr(right)
            else:
                members = self.many(right)
            return clean(
                kind="in",
                operand=self.expr(item.left),
                members=members,
                negated=operator is operators.not_in_op or None,
            )
        if operator in (operators.between_op, operators.not_between_op):
            low, high = item.right.clauses
            return clean(
                kind="between", operand=self.expr(item.left), low=self.expr(low),
                high=self.expr(high), negated=operator is operators.not_between_op or None,
                symmetric=item.modifiers.get("symmetric") or None,
            )
        if operator is operators.collate:
            return {
                "kind": "collate",
                "operand": self.expr(item.left),
                "collation": str(item.right.collation),
            }
        if operator is operators.getitem:
            if isinstance(item.right, elements.Slice):
                return {
                    "kind": "slice", "operand": self.expr(item.left),
                    "start": self.expr(item.right.start), "stop": self.expr(item.right.stop),
                    "type": type_(item.type),
                }
            return {
                "kind": "subscript", "operand": self.expr(item.left),
                "index": self.expr(item.right), "type": type_(item.type),
            }
        if operator in LIKE_PARTS:
            return self.like_part(item)
        fields = dict(left=self.expr(item.left), right=self.expr(item.right), type=type_(item.type))
        escape = item.modifiers.get("escape") or item.modifiers.get("flags")
        if escape is not None:
            fields["escape"] = escape
        if isinstance(operator, operators.custom_op):
            own = PG_OPERATORS.get(operator.opstring)
            if own is not None and operator.eager_grouping:
                return {"kind": "binary", "operator": own, **fields}
            return {
                "kind": "binary",
                "operator": "custom",
                "custom": {
                    "text": operator.opstring, "precedence": operator.precedence,
                    "isComparison": operator.is_comparison,
                },
                **fields,
            }
        if operator in BINARY:
            return {"kind": "binary", "operator": BINARY[operator], **fields}
        raise Unencodable(str(operator))

    def like_part(self, item):
        """`startswith` and its like are LIKE with percent signs beside the text."""
        before, after, word = LIKE_PARTS[item.operator]
        kind = {"kind": "string", "form": "String"}
        percent = {"kind": "inlineLiteral", "value": "%", "type": kind}

        def operand(each):
            # ILIKE needs no lower() around what it compares.
            return self.expr(getattr(each, "element", each) if word.endswith("ilike") else each)

        def joined(left, right):
            return {"kind": "binary", "operator": "concat", "left": left, "right": right, "type": kind}

        right = operand(item.right)
        if before:
            right = joined(percent, right)
        if after:
            right = joined(right, percent)
        return clean(
            kind="binary", operator=word, left=operand(item.left), right=right,
            type={"kind": "boolean", "form": "Boolean"}, escape=item.modifiers.get("escape"),
        )

    # ------------------------------------------------------------ queries

    def part(self, item):
        if isinstance(item, selectable.FromClause) and not isinstance(item, elements.ColumnElement):
            return self.from_(item)
        return self.expr(item)

    def tail(self, item):
        lock = item._for_update_arg
        return clean(
            orderBy=self.many(item._order_by_clauses) or None,
            limit=None if item._limit_clause is None else self.expr(item._limit_clause),
            offset=None if item._offset_clause is None else self.expr(item._offset_clause),
            fetch=None if item._fetch_clause is None else clean(
                count=self.expr(item._fetch_clause),
                withTies=item._fetch_clause_options["with_ties"] or None,
            ),
            forUpdate=None if lock is None else clean(
                read=lock.read or None, nowait=lock.nowait or None,
                skipLocked=lock.skip_locked or None, keyShare=lock.key_share or None,
                of=None if not lock.of else [self.part(each) for each in lock.of],
            ),
        )

    def query(self, item):
        if isinstance(item, selectable.SelectStatementGrouping):
            return self.query(item.element)
        if isinstance(item, selectable.Select):
            if item._setup_joins:
                joins = []
                for right, on, left, flags in item._setup_joins:
                    left = left if left is not None else (joins[-1] if joins else None)
                    if left is None:
                        left = item._from_obj[0] if item._from_obj else item.columns_clause_froms[0]
                    joins.append(
                        sa.join(left, right, on, isouter=flags["isouter"], full=flags["full"])
                    )
                froms = [self.from_(joins[-1])]
            else:
                froms = [self.from_(each) for each in item._from_obj]
            distinct = item._distinct
            return clean(
                kind="select",
                columns=[self.column(each) for each in item._raw_columns],
                where=self.many(item._where_criteria) or None,
                groupBy=self.many(item._group_by_clauses) or None,
                having=self.many(item._having_criteria) or None,
                distinct=self.many(item._distinct_on) or distinct or None,
                **{"from": froms or None},
                **self.tail(item),
            )
        if isinstance(item, selectable.CompoundSelect):
            return clean(
                kind="compound",
                operator=item.keyword.name.lower(),
                selects=[self.query(each) for each in item.selects],
                **self.tail(item),
            )
        if isinstance(item, sa.sql.dml.Insert):
            return self.insert(item)
        if isinstance(item, sa.sql.dml.Update):
            values = item._ordered_values or self.first_of_each(item._values or {})
            return clean(
                kind="update",
                table=self.from_(item.table),
                values=[self.assignment(*pair) for pair in values],
                ordered=bool(item._ordered_values) or None,
                where=self.many(item._where_criteria) or None,
                returning=[self.part(each) for each in item._returning] or None,
            )
        if isinstance(item, sa.sql.dml.Delete):
            return clean(
                kind="delete",
                table=self.from_(item.table),
                where=self.many(item._where_criteria) or None,
                returning=[self.part(each) for each in item._returning] or None,
            )
        if isinstance(item, selectable.Values):
            return self._from(item)
        raise Unencodable(type(item).__name__)

    @staticmethod
    def first_of_each(values):
        """Of a column that is given by itself and by its name, what came first."""
        found = {}
        for column, item in values.items():
            found.setdefault(column if isinstance(column, str) else column.name, (column, item))
        return list(found.values())

    def assignment(self, column, item):
        if isinstance(item, sa.sql.ClauseElement):
            written = self.expr(item)
        else:
            written = {"kind": "bind", "value": value(item), "type": {"kind": "null"}}
        target = column if isinstance(column, str) else column.name
        return {"column": name(target), "value": written}

    def insert(self, item):
        fields = dict(kind="insert", table=self.from_(item.table), inline=item._inline or None)
        if item.select is not None:
            fields["fromSelect"] = {
                "columns": [name(each) for each in item._select_names],
                "select": self.query(item.select),
            }
        elif item._multi_values:
            fields["rows"] = [
                [self.assignment(*pair) for pair in row.items()]
                for rows in item._multi_values
                for row in rows
            ]
        elif item._values is not None:
            fields["rows"] = [
                [self.assignment(*pair) for pair in self.first_of_each(item._values)]
            ]
        elif item._values is None and not item._multi_values:
            pass
        if item._returning:
            fields["returning"] = [self.part(each) for each in item._returning]
        conflict = item._post_values_clause
        if conflict is not None:
            fields["onConflict"] = self.conflict(conflict)
        return clean(**fields)

    def conflict(self, item):
        targets = item.inferred_target_elements
        update = isinstance(item, pg.dml.OnConflictDoUpdate)
        where = item.inferred_target_whereclause
        return clean(
            action="update" if update else "nothing",
            constraint=name(item.constraint_target),
            indexElements=None if targets is None else [
                each if isinstance(each, str) else self.expr(each) for each in targets
            ],
            indexWhere=None if where is None else self.expr(where),
            set=[self.assignment(*pair) for pair in item.update_values_to_set] if update else None,
            where=None if not update or item.update_whereclause is None
            else self.expr(item.update_whereclause),
        )


def frame(item):
    for unit, ends in (("RANGE", item.range_), ("ROWS", item.rows)):
        if ends is not None:
            ends = [
                None if end is elements.RANGE_UNBOUNDED else 0 if end is elements.RANGE_CURRENT else end
                for end in ends
            ]
            return {"unit": unit, "from": ends[0], "to": ends[1]}
    return None


def expr(item):
    return Encoder().expr(item)


def sql_or_text(item):
    return {"kind": "text", "sql": item} if isinstance(item, str) else expr(item)


# ---------------------------------------------------------------- schema


def options(item):
    result = {}
    for key, each in item.items():
        if isinstance(each, sa.sql.ClauseElement):
            each = expr(each)
        elif isinstance(each, (list, tuple)):
            each = [expr(one) if isinstance(one, sa.sql.ClauseElement) else one for one in each]
        result[key] = each
    return result or None


def dialect_options(item):
    """The keywords as they were written; defaults that SQLAlchemy adds are not among them."""
    return options(dict(item.dialect_kwargs))


def numbers(item):
    return clean(
        start=item.start, increment=item.increment, minValue=item.minvalue, maxValue=item.maxvalue,
        noMinValue=item.nominvalue, noMaxValue=item.nomaxvalue, cycle=item.cycle, cache=item.cache,
    )


def sequence(item):
    return clean(
        kind="sequence", name=name(item.name), schema=name(item.schema),
        dataType=None if item.data_type is None else type_(item.data_type),
        optional=bool(item.optional) or None, **numbers(item),
    )


def identity(item):
    return {"kind": "identity", "always": item.always, **numbers(item)}


def computed(item):
    return clean(kind="computed", expression=expr(item.sqltext), persisted=item.persisted)


def server_default(item):
    if item is None:
        return None
    if isinstance(item, sa_schema.Identity):
        return identity(item)
    if isinstance(item, sa_schema.Computed):
        return computed(item)
    if isinstance(item, sa_schema.DefaultClause):
        item = item.arg
    if isinstance(item, str):
        return {"kind": "string", "value": item}
    if isinstance(item, sa_schema.FetchedValue):
        return {"kind": "fetched"}
    if isinstance(item, sa.Sequence):
        raise Unencodable("sequence as default")
    return {"kind": "expression", "expression": expr(item)}


def foreign_key(item):
    if not isinstance(item._colspec, str):
        raise Unencodable("column as target")
    schema, table, column = target(item._colspec)
    return clean(
        kind="columnForeignKey",
        referred=clean(table=table, schema=schema),
        onDelete=item.ondelete, onUpdate=item.onupdate, match=item.match,
        deferrable=item.deferrable, initially=item.initially, useAlter=item.use_alter or None,
        dialectOptions=options(item._unvalidated_dialect_kw or {}),
    ) | {"name": name(item.name), "referredColumn": column}


def target(colspec):
    parts = colspec.split(".")
    if len(parts) == 1:
        return None, parts[0], None
    column = parts.pop()
    table = parts.pop()
    return ".".join(parts) or None, table, column


def column(item):
    default = item.default
    has_sequence = isinstance(default, sa.Sequence)
    written_default = item.server_default
    special = isinstance(written_default, (sa_schema.Identity, sa_schema.Computed))
    unsaid = item._user_defined_nullable is sa_schema.SchemaConst.NULL_UNSPECIFIED
    return clean(
        kind="columnDefinition",
        name=name(item.name),
        type=type_(item.type),
        nullable=None if unsaid else bool(item._user_defined_nullable),
        primaryKey=item.primary_key or None,
        serverDefault=None if special else server_default(written_default),
        identity=None if item.identity is None else identity(item.identity),
        computed=None if item.computed is None else computed(item.computed),
        autoincrement=None if item.autoincrement == "auto" else item.autoincrement,
        unique=bool(item.unique) or None,
        index=bool(item.index) or None,
        comment=item.comment,
        foreignKeys=[foreign_key(each) for each in item.foreign_keys] or None,
        checks=sorted(
            (constraint(each) for each in item.constraints), key=lambda each: each["order"]
        ) or None,
        sequence=sequence(default) if has_sequence else None,
        hasDefault=(default is not None and not has_sequence) or None,
        system=item.system or None,
    )


def constraint(item):
    base = clean(
        order=item._creation_order,
        deferrable=item.deferrable,
        initially=item.initially,
        dialectOptions=dialect_options(item),
    ) | {"name": name(item.name) if not isinstance(item.name, enum.Enum) else None}
    if isinstance(item, pg.ExcludeConstraint):
        return exclude(
            [(each, op) for each, _, op in item._render_exprs], item.where, item.using, item.ops
        ) | base
    if isinstance(item, sa_schema.CheckConstraint):
        return {"kind": "check", "condition": expr(item.sqltext), **base}
    if isinstance(item, sa_schema.ForeignKeyConstraint):
        targets = [target(each._colspec) for each in item.elements]
        schema, table, _ = targets[0]
        return clean(
            kind="foreignKey",
            columns=list(item.column_keys),
            referred=clean(table=table, schema=schema),
            referredColumns=[column for _, _, column in targets],
            onDelete=item.ondelete, onUpdate=item.onupdate, match=item.match,
            useAlter=item.use_alter or None,
        ) | base
    if isinstance(item, (sa_schema.PrimaryKeyConstraint, sa_schema.UniqueConstraint)):
        kind = "primaryKey" if isinstance(item, sa_schema.PrimaryKeyConstraint) else "unique"
        return {"kind": kind, "columns": [name(each) for each in item._pending_colargs], **base}
    raise Unencodable(type(item).__name__)


def exclude(pairs, where, using=None, ops=None):
    def element(item):
        if isinstance(item, str):
            return item
        if isinstance(item, elements.ColumnClause) and not item.is_literal:
            return name(item.name)
        return expr(item)

    return clean(
        kind="exclude",
        elements=[{"expression": element(item), "operator": op} for item, op in pairs],
        where=None if where is None else sql_or_text(where),
        using=using,
        ops=ops or None,
    )


def index_expressions(items):
    return [name(item) if isinstance(item, str) else Encoder(outside=True).expr(item) for item in items]


def index(item):
    return clean(
        kind="index", expressions=index_expressions(item._pending_colargs), unique=bool(item.unique) or None,
        dialectOptions=dialect_options(item),
    ) | {"name": name(item.name)}


def table(table_name, parts, keywords):
    keywords = dict(keywords)
    fields = dict(
        kind="tableDefinition",
        name=name(table_name),
        schema=name(keywords.pop("schema", None)),
        comment=keywords.pop("comment", None),
        prefixes=keywords.pop("prefixes", None),
        columns=[column(each) for each in parts if isinstance(each, sa.Column)],
        constraints=[constraint(each) for each in parts if isinstance(each, sa_schema.Constraint)],
        indexes=[index(each) for each in parts if isinstance(each, sa.Index)],
    )
    keywords.pop("info", None)
    for key in keywords:
        if not key.startswith("postgresql_"):
            raise Unencodable(key)
    return clean(**fields, dialectOptions=options(keywords))


# ---------------------------------------------------------------- operations


def on_table(op):
    return clean(tableName=name(op.table_name), schema=name(op.schema))


def split_keywords(keywords):
    """Constraint keywords apart from those of dialects."""
    keywords = dict(keywords)
    plain = clean(
        deferrable=keywords.pop("deferrable", None),
        initially=keywords.pop("initially", None),
        onDelete=keywords.pop("ondelete", None),
        onUpdate=keywords.pop("onupdate", None),
        match=keywords.pop("match", None),
        useAlter=keywords.pop("use_alter", None),
    )
    plain["dialectOptions"] = options(keywords) or {}
    return plain, keywords


def operation(op):
    if isinstance(op, ops.CreateTableOp):
        return clean(
            kind="createTable",
            table=table(op.table_name, op.columns, {
                **op.kw,
                **clean(schema=op.schema, comment=op.comment, prefixes=op.prefixes or None),
            }),
            ifNotExists=op.if_not_exists,
        )
    if isinstance(op, ops.DropTableOp):
        return clean(kind="dropTable", ifExists=op.if_exists, **on_table(op))
    if isinstance(op, ops.RenameTableOp):
        return clean(
            kind="renameTable", oldName=name(op.table_name), newName=name(op.new_table_name),
            schema=name(op.schema),
        )
    if isinstance(op, ops.AddColumnOp):
        return clean(
            kind="addColumn", column=column(op.column), ifNotExists=op.if_not_exists,
            inlineReferences=op.inline_references, inlinePrimaryKey=op.inline_primary_key,
            insertBefore=op.kw.get("insert_before"), insertAfter=op.kw.get("insert_after"),
            **on_table(op),
        )
    if isinstance(op, ops.DropColumnOp):
        return clean(
            kind="dropColumn", columnName=name(op.column_name), ifExists=op.if_exists, **on_table(op)
        )
    if isinstance(op, ops.AlterColumnOp):
        return alter_column(op)
    if isinstance(op, ops.CreateIndexOp):
        keywords = dict(op.kw)
        index_name = name(op.index_name)
        if "quote" in keywords:
            index_name = {"name": str(op.index_name), "quote": keywords.pop("quote")}
        return clean(
            kind="createIndex",
            index=clean(
                kind="index", expressions=index_expressions(op.columns), unique=op.unique or None,
                dialectOptions=options(keywords),
            ) | {"name": index_name},
            ifNotExists=op.if_not_exists,
            **on_table(op),
        )
    if isinstance(op, ops.DropIndexOp):
        return clean(
            kind="dropIndex", ifExists=op.if_exists, tableName=name(op.table_name),
            schema=name(op.schema), dialectOptions=options(op.kw),
        ) | {"indexName": name(op.index_name)}
    if isinstance(op, CreateExcludeConstraintOp):
        keywords = dict(op.kw)
        using, classes = keywords.pop("using", None), keywords.pop("ops", None)
        plain, _ = split_keywords(keywords)
        return add(op, exclude(op.elements, op.where, using, classes) | plain)
    if isinstance(op, ops.CreatePrimaryKeyOp):
        plain, _ = split_keywords(op.kw)
        return add(op, {"kind": "primaryKey", "columns": [name(c) for c in op.columns], **plain})
    if isinstance(op, ops.CreateUniqueConstraintOp):
        plain, _ = split_keywords(op.kw)
        return add(op, {"kind": "unique", "columns": [name(c) for c in op.columns], **plain})
    if isinstance(op, ops.CreateCheckConstraintOp):
        plain, _ = split_keywords(op.kw)
        return add(op, {"kind": "check", "condition": sql_or_text(op.condition), **plain})
    if isinstance(op, ops.CreateForeignKeyOp):
        keywords = dict(op.kw)
        source_schema = keywords.pop("source_schema", None)
        referred_schema = keywords.pop("referent_schema", None)
        plain, _ = split_keywords(keywords)
        return clean(
            kind="addConstraint",
            tableName=name(op.source_table),
            schema=name(source_schema),
            constraint={
                "kind": "foreignKey", "order": 1, "name": name(op.constraint_name),
                "columns": [name(c) for c in op.local_cols],
                "referred": clean(table=name(op.referent_table), schema=name(referred_schema)),
                "referredColumns": [name(c) for c in op.remote_cols], **plain,
            },
        )
    if isinstance(op, ops.DropConstraintOp):
        return clean(
            kind="dropConstraint", constraintType=op.constraint_type, ifExists=op.if_exists,
            **on_table(op),
        ) | {"constraintName": name(op.constraint_name)}
    if isinstance(op, ops.CreateTableCommentOp):
        return {"kind": "createTableComment", "comment": op.comment, **on_table(op)}
    if isinstance(op, ops.DropTableCommentOp):
        return {"kind": "dropTableComment", **on_table(op)}
    if isinstance(op, ops.ExecuteSQLOp):
        return execute(op.sqltext)
    if isinstance(op, ops.BulkInsertOp):
        return bulk_insert(op)
    raise Unencodable(type(op).__name__)


def add(op, constraint_):
    return clean(
        kind="addConstraint",
        constraint={"order": 1, "name": name(op.constraint_name), **constraint_},
        **on_table(op),
    )


def alter_column(op):
    fields = {}
    if op.modify_server_default is not False:
        fields["serverDefault"] = server_default(op.modify_server_default)
    if op.existing_server_default is not False:
        fields["existingServerDefault"] = server_default(op.existing_server_default)
    if op.modify_comment is not False:
        fields["comment"] = op.modify_comment
    keywords = {key: each for key, each in op.kw.items() if key.startswith("postgresql_")}
    return clean(
        kind="alterColumn", columnName=name(op.column_name), nullable=flag(op.modify_nullable),
        type=None if op.modify_type is None else type_(op.modify_type),
        newName=name(op.modify_name),
        existingType=None if op.existing_type is None else type_(op.existing_type),
        existingNullable=flag(op.existing_nullable), dialectOptions=options(keywords),
        insertBefore=op.kw.get("insert_before"), insertAfter=op.kw.get("insert_after"),
        **on_table(op),
    ) | fields


def execute(item):
    if isinstance(item, str):
        return {"kind": "execute", "statement": {"kind": "text", "sql": item}}
    if isinstance(item, sa.schema.CreateSequence):
        return clean(
            kind="createSequence", sequence=sequence(item.element),
            ifNotExists=item.if_not_exists or None,
        )
    if isinstance(item, sa.schema.DropSequence):
        return clean(
            kind="dropSequence", sequence=sequence(item.element), ifExists=item.if_exists or None
        )
    if isinstance(item, sa.schema.CreateSchema):
        return clean(
            kind="createSchema", name=name(item.element), ifNotExists=item.if_not_exists or None
        )
    if isinstance(item, sa.schema.DropSchema):
        return clean(
            kind="dropSchema", name=name(item.element), ifExists=item.if_exists or None,
            cascade=item.cascade or None,
        )
    if isinstance(item, sa.DDL):
        return {"kind": "rawDdl", "sql": item.statement % (item.context or {})}
    if isinstance(item, elements.TextClause):
        return {"kind": "execute", "statement": expr(item)}
    return {"kind": "execute", "statement": Encoder().query(item)}


def bulk_insert(op):
    encoder = Encoder()

    def cell(item):
        if isinstance(item, sa.sql.ClauseElement):
            return {"kind": "expression", "expression": encoder.expr(item)}
        return {"kind": "value", "value": value(item)}

    if not isinstance(op.rows, list) or op.rows and not isinstance(op.rows[0], dict):
        raise Unencodable("rows")
    return clean(
        kind="bulkInsert",
        table=encoder.from_(op.table),
        rows=[[[key, cell(each)] for key, each in row.items()] for row in op.rows],
        multiInsert=op.multiinsert,
    )
