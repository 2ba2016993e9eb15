"""Types, mixins and decorators of SQLAlchemy-Utils."""
import enum

import sqlalchemy as sa
import sqlalchemy_utils
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship
from sqlalchemy_utils import (
    ChoiceType, EmailType, EncryptedType, IPAddressType, JSONType, LtreeType, PasswordType, ScalarListType,
    StringEncryptedType, Timestamp, TimezoneType, TSVectorType, URLType, UUIDType, aggregated, force_auto_coercion,
    generic_repr, observes,
)
from sqlalchemy_utils.types.choice import ChoiceType as SameChoiceType
from sqlalchemy_utils.types.encrypted.encrypted_type import AesEngine, FernetEngine

force_auto_coercion()


class Base(DeclarativeBase):
    pass


class Kind(enum.Enum):
    one = 1
    two = 2


@generic_repr("id", "email")
class Account(Base, Timestamp):
    __tablename__ = "account"
    id = sa.Column(UUIDType(binary=False), primary_key=True)
    email = sa.Column(EmailType, unique=True)
    short_mail = sa.Column(EmailType(length=40))
    kind = sa.Column(ChoiceType([("a", "A"), ("b", "B")]), default="a")
    number = sa.Column(SameChoiceType(Kind, impl=sa.Integer()))
    word = sa.Column(ChoiceType([("a", "A")], impl=sa.String(3)))
    address = sa.Column(IPAddressType)
    site = sa.Column(URLType)
    data = sa.Column(JSONType)
    tags = sa.Column(ScalarListType(int))
    zone = sa.Column(TimezoneType(backend="zoneinfo"))
    path = sa.Column(LtreeType)
    search = sa.Column(TSVectorType("email", weights={"email": "A"}))
    secret: Mapped[str] = mapped_column(StringEncryptedType(sa.Unicode, "key", AesEngine, "pkcs5"))
    old_secret = sa.Column(EncryptedType(sa.Integer, lambda: "key", FernetEngine))
    password = sa.Column(PasswordType(schemes=["pbkdf2_sha512"]))
    short_password = sa.Column(PasswordType(max_length=60, schemes=["pbkdf2_sha512"]))

    @aggregated("orders", sa.Column(sa.Numeric(12, 2), nullable=False, server_default="0"))
    def total(self):
        return sa.func.sum(Order.price)

    orders = relationship("Order", back_populates="account")


@generic_repr
class Order(Base):
    __tablename__ = "orders"
    id = sa.Column(sqlalchemy_utils.types.uuid.UUIDType(native=False), primary_key=True)
    account_id = sa.Column(UUIDType, sa.ForeignKey("account.id"))
    price = sa.Column(sa.Numeric(10, 2))
    account = relationship(Account, back_populates="orders")

    @observes("account.email")
    def account_observer(self, email):
        pass


target_metadata = Base.metadata
