/** `advanced_alchemy.types`, as far as columns are made of it. What its types do with values is not known here. */
export const TYPES = `
from sqlalchemy import BINARY, JSON, BigInteger, Boolean, DateTime, Integer, String, Text
from sqlalchemy.dialects.postgresql import JSONB, UUID
from sqlalchemy.ext.mutable import MutableList
from sqlalchemy.types import TypeDecorator

BigIntIdentity = BigInteger().with_variant(Integer, "sqlite")
JsonB = JSON().with_variant(JSONB, "postgresql").with_variant(JSONB, "cockroachdb")


class GUID(TypeDecorator):
    __module__ = "advanced_alchemy.types.guid"
    impl = BINARY(16)
    cache_ok = True

    def __init__(self, *args, binary=True, **kwargs):
        self.binary = binary

    def load_dialect_impl(self, dialect):
        return UUID()


class DateTimeUTC(TypeDecorator):
    __module__ = "advanced_alchemy.types.datetime"
    impl = DateTime(timezone=True)
    cache_ok = True


class Bool(TypeDecorator):
    __module__ = "advanced_alchemy.types.boolean"
    impl = Boolean
    cache_ok = True


class EncryptionBackend:
    pass


class FernetBackend(EncryptionBackend):
    pass


class EncryptedString(TypeDecorator):
    __module__ = "advanced_alchemy.types.encrypted_string"
    impl = String
    cache_ok = True

    def __init__(self, key=None, backend=FernetBackend, length=None, **kwargs):
        super().__init__()
        self.key = key
        self.backend = backend
        self.length = length

    def load_dialect_impl(self, dialect):
        return String()


class EncryptedText(EncryptedString):
    __module__ = "advanced_alchemy.types.encrypted_string"
    impl = Text

    def load_dialect_impl(self, dialect):
        return Text()


class TOTPSecret(EncryptedString):
    __module__ = "advanced_alchemy.types.totp"


class PasswordHash(TypeDecorator):
    __module__ = "advanced_alchemy.types.password_hash.base"
    impl = String
    cache_ok = True

    def __init__(self, backend, length=128):
        super().__init__()
        self.backend = backend
        self.length = length

    def load_dialect_impl(self, dialect):
        return String(length=self.length)


class FileObject:
    pass


class FileObjectList(list):
    pass


class StoredObject(TypeDecorator):
    __module__ = "advanced_alchemy.types.file_object.data_type"
    impl = JsonB
    cache_ok = True

    def __init__(self, backend, multiple=False, **kwargs):
        super().__init__()


class OneTimeCode(TypeDecorator):
    __module__ = "advanced_alchemy.types.password_hash.one_time_code"
    impl = JsonB
    cache_ok = True

    def __init__(self, *args, **kwargs):
        super().__init__()
`;
