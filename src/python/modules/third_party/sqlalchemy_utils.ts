import { sourceModules } from "../source_modules.ts";

/**
 * `sqlalchemy_utils` by its version 0.42, as far as tables are made of it: column types with what they are in PostgreSQL, mixins and
 * decorators of models. What its types do with values is not known here.
 */

const TYPES = `
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.types import TypeDecorator, UserDefinedType


class ScalarCoercible:
    pass


class EncryptionDecryptionBaseEngine:
    pass


class AesEngine(EncryptionDecryptionBaseEngine):
    pass


class AesGcmEngine(EncryptionDecryptionBaseEngine):
    pass


class FernetEngine(EncryptionDecryptionBaseEngine):
    pass


class EnrichedDateTimeType(TypeDecorator, ScalarCoercible):
    __module__ = "sqlalchemy_utils.types.enriched_datetime.enriched_datetime_type"
    impl = sa.DateTime
    cache_ok = True

    def __init__(self, datetime_processor=None, *args, **kwargs):
        super().__init__(*args, **kwargs)


class EnrichedDateType(TypeDecorator, ScalarCoercible):
    __module__ = "sqlalchemy_utils.types.enriched_datetime.enriched_date_type"
    impl = sa.Date
    cache_ok = True

    def __init__(self, date_processor=None, *args, **kwargs):
        super().__init__(*args, **kwargs)


class ArrowType(EnrichedDateTimeType):
    __module__ = "sqlalchemy_utils.types.arrow"

    def __init__(self, *args, **kwargs):
        super().__init__(None, *args, **kwargs)


class BitType(TypeDecorator):
    __module__ = "sqlalchemy_utils.types.bit"
    impl = sa.BINARY
    cache_ok = True

    def __init__(self, length=1, **kwargs):
        self.length = length
        super().__init__(**kwargs)

    def load_dialect_impl(self, dialect):
        return postgresql.BIT(self.length)


class ChoiceType(TypeDecorator, ScalarCoercible):
    __module__ = "sqlalchemy_utils.types.choice"
    impl = sa.Unicode(255)
    cache_ok = True

    def __init__(self, choices, impl=None):
        self.choices = choices
        if impl:
            self.impl = impl


class ColorType(TypeDecorator, ScalarCoercible):
    __module__ = "sqlalchemy_utils.types.color"
    impl = sa.Unicode(20)
    cache_ok = True

    def __init__(self, max_length=20, *args, **kwargs):
        self.impl = sa.Unicode(max_length)


class CountryType(TypeDecorator, ScalarCoercible):
    __module__ = "sqlalchemy_utils.types.country"
    impl = sa.String(2)
    cache_ok = True


class CurrencyType(TypeDecorator, ScalarCoercible):
    __module__ = "sqlalchemy_utils.types.currency"
    impl = sa.String(3)
    cache_ok = True


class EmailType(TypeDecorator):
    __module__ = "sqlalchemy_utils.types.email"
    impl = sa.Unicode
    cache_ok = True

    def __init__(self, length=255, *args, **kwargs):
        super().__init__(*args, length=length, **kwargs)


class StringEncryptedType(TypeDecorator, ScalarCoercible):
    __module__ = "sqlalchemy_utils.types.encrypted.encrypted_type"
    impl = sa.String
    cache_ok = True

    def __init__(self, type_in=None, key=None, engine=None, padding=None, **kwargs):
        super().__init__(**kwargs)


class EncryptedType(StringEncryptedType):
    __module__ = "sqlalchemy_utils.types.encrypted.encrypted_type"
    impl = sa.LargeBinary


class IPAddressType(TypeDecorator, ScalarCoercible):
    __module__ = "sqlalchemy_utils.types.ip_address"
    impl = sa.Unicode(50)
    cache_ok = True

    def __init__(self, max_length=50, *args, **kwargs):
        self.impl = sa.Unicode(max_length)


class JSONType(TypeDecorator):
    __module__ = "sqlalchemy_utils.types.json"
    impl = sa.UnicodeText
    cache_ok = True

    def load_dialect_impl(self, dialect):
        return postgresql.JSON()


class LocaleType(TypeDecorator, ScalarCoercible):
    __module__ = "sqlalchemy_utils.types.locale"
    impl = sa.Unicode(10)
    cache_ok = True

    def __init__(self):
        pass


class LtreeType(UserDefinedType, ScalarCoercible):
    __module__ = "sqlalchemy_utils.types.ltree"
    cache_ok = True

    def get_col_spec(self, **kw):
        return "LTREE"


class Password:
    pass


class PasswordType(TypeDecorator, ScalarCoercible):
    __module__ = "sqlalchemy_utils.types.password"
    impl = sa.VARBINARY(1024)
    cache_ok = True

    def __init__(self, max_length=None, **kwargs):
        self._max_length = max_length

    def load_dialect_impl(self, dialect):
        return postgresql.BYTEA(self._max_length or 1024)


class PhoneNumberType(TypeDecorator, ScalarCoercible):
    __module__ = "sqlalchemy_utils.types.phone_number"
    impl = sa.Unicode(20)
    cache_ok = True

    def __init__(self, region="US", max_length=20, *args, **kwargs):
        self.region = region
        self.impl = sa.Unicode(max_length)


class RangeType(TypeDecorator, ScalarCoercible):
    __module__ = "sqlalchemy_utils.types.range"

    def __init__(self, *args, **kwargs):
        self.step = kwargs.pop("step", None)
        super().__init__(*args, **kwargs)


class IntRangeType(RangeType):
    __module__ = "sqlalchemy_utils.types.range"
    impl = postgresql.INT4RANGE
    cache_ok = True


class Int8RangeType(RangeType):
    __module__ = "sqlalchemy_utils.types.range"
    impl = postgresql.INT8RANGE
    cache_ok = True


class DateRangeType(RangeType):
    __module__ = "sqlalchemy_utils.types.range"
    impl = postgresql.DATERANGE
    cache_ok = True


class NumericRangeType(RangeType):
    __module__ = "sqlalchemy_utils.types.range"
    impl = postgresql.NUMRANGE
    cache_ok = True


class DateTimeRangeType(RangeType):
    __module__ = "sqlalchemy_utils.types.range"
    impl = postgresql.TSRANGE
    cache_ok = True


class ScalarListType(TypeDecorator):
    __module__ = "sqlalchemy_utils.types.scalar_list"
    impl = sa.UnicodeText()
    cache_ok = True

    def __init__(self, coerce_func=str, separator=","):
        self.separator = separator


class TimezoneType(TypeDecorator, ScalarCoercible):
    __module__ = "sqlalchemy_utils.types.timezone"
    impl = sa.Unicode(50)
    cache_ok = True

    def __init__(self, backend="dateutil"):
        self.backend = backend


class TSVectorType(TypeDecorator):
    __module__ = "sqlalchemy_utils.types.ts_vector"
    impl = postgresql.TSVECTOR
    cache_ok = True

    def __init__(self, *args, **kwargs):
        self.columns = args
        self.options = kwargs
        super().__init__()


class URLType(TypeDecorator, ScalarCoercible):
    __module__ = "sqlalchemy_utils.types.url"
    impl = sa.UnicodeText
    cache_ok = True


class UUIDType(TypeDecorator, ScalarCoercible):
    __module__ = "sqlalchemy_utils.types.uuid"
    impl = sa.BINARY(16)
    cache_ok = True

    def __init__(self, binary=True, native=True):
        self.binary = binary
        self.native = native

    def load_dialect_impl(self, dialect):
        if self.native:
            return postgresql.UUID()
        return self.impl if self.binary else sa.CHAR(32)


class WeekDaysType(TypeDecorator, ScalarCoercible):
    __module__ = "sqlalchemy_utils.types.weekdays"
    impl = BitType(7)
    cache_ok = True
`;

const MAIN = `
from datetime import datetime
import sqlalchemy as sa
from sqlalchemy_utils.types import *
from sqlalchemy_utils import types


def _now():
    return datetime.utcnow()


class Timestamp:
    created = sa.Column(sa.DateTime, default=_now, nullable=False)
    updated = sa.Column(sa.DateTime, default=_now, nullable=False)


def generic_repr(*fields):
    """A decorator of classes, called or not; it says nothing of their tables."""
    if len(fields) == 1 and callable(fields[0]):
        return fields[0]
    return lambda cls: cls


def observes(*paths, **options):
    return lambda function: function


def aggregated(relationship, column):
    """The column stands where the function does."""
    return lambda function: column


def force_auto_coercion(mapper=None):
    pass


def force_instant_defaults(mapper=None):
    pass


def auto_delete_orphans(attribute):
    pass
`;

const ALIASES = [
  ...["arrow", "bit", "choice", "color", "country", "currency", "email", "encrypted"],
  ...["encrypted.encrypted_type", "ip_address", "json", "locale", "ltree", "password"],
  ...["phone_number", "range", "scalar_coercible", "scalar_list", "timezone", "ts_vector"],
  ...["url", "uuid", "weekdays"],
];

export const sqlalchemyUtils = sourceModules({
  "sqlalchemy_utils": MAIN,
  "sqlalchemy_utils.models": "from sqlalchemy_utils import Timestamp, generic_repr",
  "sqlalchemy_utils.types": TYPES,
  ...Object.fromEntries(
    ALIASES.map((name) =>
      [`sqlalchemy_utils.types.${name}`, "from sqlalchemy_utils.types import *"] as const
    ),
  ),
});
