import { sourceModules } from "../source_modules.ts";

/** `sqlalchemy_utc` by its version 0.14: times with their zone, and the time of the database. */
export const sqlalchemyUtc = sourceModules({
  "sqlalchemy_utc": `
from .now import utcnow
from .sqltypes import UtcDateTime
from .timezone import utc
`,
  "sqlalchemy_utc.timezone": `
from datetime import timezone

utc = timezone.utc
`,
  "sqlalchemy_utc.sqltypes": `
from datetime import datetime

from sqlalchemy.types import DateTime, TypeDecorator

from .timezone import utc


class UtcDateTime(TypeDecorator):
    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value, dialect):
        if value is None:
            return None
        if not isinstance(value, datetime):
            raise TypeError(f"expected datetime.datetime, not {value!r}")
        if value.tzinfo is None:
            raise ValueError("naive datetime is disallowed")
        return value.astimezone(utc)

    def process_result_value(self, value, dialect):
        if value is None:
            return None
        return value.replace(tzinfo=utc) if value.tzinfo is None else value.astimezone(utc)
`,
  "sqlalchemy_utc.now": `
from sqlalchemy import func

from .sqltypes import UtcDateTime


def utcnow():
    return func.current_timestamp(type_=UtcDateTime())
`,
});
