"""Listeners for values of attributes, for new objects and for those that have been read; `raw`, `retval` and `propagate`."""

from sqlalchemy import event
from sqlalchemy.orm import reconstructor
from sqlalchemy.orm.interfaces import EXT_CONTINUE

log = []


class Thing(Base):
    __tablename__ = "thing"
    id = sa.Column(sa.Integer, primary_key=True)
    kind = sa.Column(sa.String)
    name = sa.Column(sa.String)
    mail = sa.Column(sa.String)
    __mapper_args__ = {"polymorphic_on": kind, "polymorphic_identity": "thing"}

    @reconstructor
    def again(self):
        self.read = True
        log.append(("reconstructed", self.name))


class Special(Thing):
    __mapper_args__ = {"polymorphic_identity": "special"}


@event.listens_for(Thing.name, "set", retval=True)
def upper(target, value, oldvalue, initiator):
    log.append(("set", value, oldvalue if isinstance(oldvalue, str) else "nothing", initiator.key))
    return value and value.upper()


@event.listens_for(Thing.name, "set", retval=True)
def exclaim(target, value, oldvalue, initiator):
    return value and value + "!"


@event.listens_for(Thing.mail, "set", propagate=True)
def mail(target, value, oldvalue, initiator):
    log.append(("mail", type(target).__name__, value))
    return "does not count"


@event.listens_for(Thing, "load", propagate=True)
def load(target, context):
    log.append(("load", target.name))


@event.listens_for(Thing, "init")
def init(target, args, kwargs):
    log.append(("init", args, sorted(kwargs)))
    kwargs.setdefault("mail", "default")


@event.listens_for(Thing, "before_insert", raw=True)
def raw(mapper, connection, state):
    log.append(("insert", state.object.name, type(state).__name__))


@event.listens_for(Thing, "before_update", retval=True)
def update(mapper, connection, target):
    log.append(("update", target.name))
    return EXT_CONTINUE


def told():
    for each in log:
        print("   ", *each)
    log.clear()


def upgrade():
    bind = op.get_bind()
    Base.metadata.create_all(bind)
    session = Session(bind)
    thing, special = Thing(name="a"), Special(name="b", mail="own")
    print(thing.name, thing.mail, special.name, special.mail)
    session.add(thing)
    session.flush()
    session.add(special)
    session.flush()
    told()
    thing.name = None
    thing.name = "c"
    thing.mail = "new"
    session.flush()
    print(thing.name, thing.mail)
    told()
    session.expire(thing)
    print(thing.name)
    session.expunge_all()
    found = session.query(Thing).order_by(Thing.id).all()
    print([(each.name, each.read) for each in found])
    session.query(Thing).all()
    told()
    event.remove(Thing.mail, "set", mail)
    found[0].mail = "quiet"
    session.commit()
    told()
    show(bind)
