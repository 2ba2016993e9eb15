from sqlalchemy.dialects.postgresql import JSONB


class Account(Base):
    __tablename__ = "accounts"
    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(sa.String)
    balance = sa.Column(sa.Integer, nullable=False, default=0)
    changed = sa.Column(sa.Integer, onupdate=lambda: 99)
    stamp = sa.Column(sa.String, onupdate=sa.func.upper("touched"))
    data = sa.Column(sa.JSON)


def upgrade():
    bind = op.get_bind()
    Base.metadata.create_all(bind)
    session = Session(bind=bind)
    session.add_all([Account(id=number, name=f"n{number}") for number in (1, 2, 3, 4, 5)])
    session.commit()
    one = session.get(Account, 1)
    one.name = "n1"
    session.commit()
    print(one.changed)
    one.name = "other"
    session.commit()
    print(one.changed, one.stamp)
    two = session.query(Account).filter(Account.id == 2).one()
    two.balance = Account.balance + 5
    session.flush()
    print(two.balance)
    two.data = {"a": 1}
    for account in session.query(Account).filter(Account.id > 2):
        account.balance += account.id
    print(session.query(sa.func.sum(Account.balance)).scalar())
    with session.no_autoflush:
        two.balance = 1000
        print(session.query(sa.func.sum(Account.balance)).scalar())
    print(session.query(Account).filter_by(name="n3").update({"balance": Account.balance * 2}))
    print(session.query(Account).filter(Account.id.in_([4, 5])).update({Account.name: "bulk"}, synchronize_session=False))
    session.expire_all()
    print([account.name for account in session.query(Account).order_by(Account.id)])
    print(session.query(Account).filter(Account.id == 5).delete())
    session.execute(sa.update(Account).where(Account.id == 4).values(balance=44))
    print(session.get(Account, 4).balance)
    session.bulk_update_mappings(Account, [{"id": 1, "balance": 11}, {"id": 2, "name": "two"}])
    session.commit()
    print(two.name, session.is_modified(two))
    merged = session.merge(Account(id=3, name="merged"))
    fresh = session.merge(Account(id=30, name="fresh"))
    session.commit()
    print(merged.id, merged.balance, fresh in session)
    one.id = 10
    session.commit()
    print(session.get(Account, 10) is one)
    session.refresh(one)
    one.data = sa.JSON.NULL
    two.data = None
    session.commit()
    print(session.query(Account.id).filter(Account.data.cast(JSONB) == JSONB.NULL).order_by(Account.id).all())
    show(bind)
