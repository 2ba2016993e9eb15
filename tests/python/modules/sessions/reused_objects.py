"""Objects that are used again after delete(), lists that have an object twice, and rows that a new object takes over."""
cases = []
tags_of = sa.Table("tags_of", Base.metadata, sa.Column("p_id", sa.ForeignKey("p.id"), primary_key=True), sa.Column("t_id", sa.ForeignKey("t.id"), primary_key=True))


class P(Base):
    __tablename__ = "p"
    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(sa.String)
    other = sa.Column(sa.String, default="o")
    up = sa.Column(sa.Integer, onupdate=5)
    kids = relationship("K", back_populates="p", order_by="K.id")
    pets = relationship("Pet", cascade="all, delete-orphan", backref="p", order_by="Pet.id")
    tags = relationship("T", secondary=tags_of, backref="ps", order_by="T.id")
    one = relationship("O", uselist=False, back_populates="p")


class K(Base):
    __tablename__ = "k"
    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(sa.String)
    p_id = sa.Column(sa.ForeignKey("p.id"))
    p = relationship(P, back_populates="kids")


class Pet(Base):
    __tablename__ = "pet"
    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(sa.String)
    p_id = sa.Column(sa.ForeignKey("p.id"))


class T(Base):
    __tablename__ = "t"
    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(sa.String)


class O(Base):
    __tablename__ = "o"
    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(sa.String)
    p_id = sa.Column(sa.ForeignKey("p.id"))
    p = relationship(P, back_populates="one")


class Key(Base):
    __tablename__ = "key"
    p_id = sa.Column(sa.ForeignKey("p.id"), primary_key=True)
    v = sa.Column(sa.String)
    p = relationship(P, backref=backref("key", uselist=False, cascade="all, delete-orphan"))


class A(Base):
    __tablename__ = "a"
    id = sa.Column(sa.Integer, primary_key=True)
    kind = sa.Column(sa.String)
    x = sa.Column(sa.String)
    __mapper_args__ = {"polymorphic_on": kind, "polymorphic_identity": "a"}


class B(A):
    __tablename__ = "b"
    id = sa.Column(sa.ForeignKey("a.id"), primary_key=True)
    y = sa.Column(sa.String)
    __mapper_args__ = {"polymorphic_identity": "b"}


@cases.append
def parent_deleted_given_a_tag(s, p, q, k, t, o):
    s.delete(p)
    p.tags.append(t)


@cases.append
def deleted_kid_given_to_a_parent(s, p, q, k, t, o):
    s.delete(k)
    k.p = q
    s.flush()
    print(k in s, k in s.deleted)
    show(op.get_bind(), ["k"])
    s.flush()
    print(k in s)


@cases.append
def deleted_one_given_to_a_parent(s, p, q, k, t, o):
    s.delete(o)
    o.p = q


@cases.append
def kid_twice_in_a_list(s, p, q, k, t, o):
    n = P(name="n")
    other = K(name="other")
    n.kids = [other, k]
    k.p = q
    n.kids.append(other)
    n.kids.remove(other)
    print(other.p is n)
    q.kids.append(other)


@cases.append
def kid_popped_that_is_there_twice(s, p, q, k, t, o):
    p.kids.append(k)
    p.kids.append(k)
    p.kids.pop()
    print(k.p is p, len(p.kids))


@cases.append
def tag_twice_by_both_sides(s, p, q, k, t, o):
    n = P(name="n", tags=[t])
    print(n in s)
    t.ps.append(n)
    print(len(n.tags))


@cases.append
def tag_taken_and_given_back(s, p, q, k, t, o):
    p.tags.append(t)
    s.commit()
    p.tags = []
    p.tags.append(t)


@cases.append
def deleted_parent_read_before_it_was_added(s, p, q, k, t, o):
    n = P(name="n")
    print(n.tags)
    s.add(n)
    s.flush()
    s.delete(n)
    n.tags.append(t)


@cases.append
def deleted_parent_takes_in_new_kids(s, p, q, k, t, o):
    s.delete(p)
    s.flush()
    p.kids = [K(name="new"), k]
    print(len(s.new))


@cases.append
def deleted_object_added_again(s, p, q, k, t, o):
    s.delete(o)
    s.add(o)
    s.flush()
    print(o in s)
    s.delete(o)
    p.tags = []
    s.add(o)


@cases.append
def list_read_before_it_is_replaced(s, p, q, k, t, o):
    p.kids.append(k)
    s.commit()
    s.delete(t)
    p.kids = []
    print(t in s)


@cases.append
def row_between_that_is_gone(s, p, q, k, t, o):
    p.tags.append(t)
    s.flush()
    s.execute(sa.text("delete from tags_of"))
    p.tags.remove(t)


@cases.append
def row_between_of_a_deleted_object_that_is_gone(s, p, q, k, t, o):
    p.tags.append(t)
    s.flush()
    s.execute(sa.text("delete from tags_of"))
    s.delete(p)


@cases.append
def new_object_takes_over_a_row(s, p, q, k, t, o):
    p.pets = [Pet(name="cat")]
    p.kids = [k]
    p.tags = [t]
    p.key = Key(v="1")
    p.other = "x"
    s.commit()
    s.delete(p)
    n = P(id=1, name="b")
    s.add(n)
    s.flush()
    print(n in s, p in s, n.name, n.other, n.up, s.get(P, 1) is n)
    s.commit()
    print(n.other, n.up, n.pets, n.kids, n.tags, n.key)


@cases.append
def one_with_the_key_of_its_parent_is_replaced(s, p, q, k, t, o):
    p.key = Key(v="1")
    s.commit()
    p.key = Key(v="2")
    s.flush()
    print(p.key.v)
    p.key = Key()
    s.flush()
    print(p.key.v)


@cases.append
def joined_row_is_taken_over(s, p, q, k, t, o):
    b = B(id=1, x="x", y="y")
    s.add(b)
    s.commit()
    s.delete(b)
    s.add(B(id=1, y="z"))


@cases.append
def key_of_an_object_that_stays(s, p, q, k, t, o):
    s.add(K(id=k.id))


def upgrade():
    bind = op.get_bind()
    Base.metadata.create_all(bind)
    for case in cases:
        print(case.__name__)
        savepoint = bind.begin_nested()
        session = Session(bind)
        objects = P(id=1, name="p"), P(id=2, name="q"), K(id=1, name="k"), T(id=1, name="t"), O(id=1, name="o")
        session.add_all(objects)
        session.flush()
        try:
            case(session, *objects)
            session.flush()
            show(bind, ["a", "b", "k", "key", "o", "p", "pet", "tags_of", "t"])
        except Exception as error:
            print(type(error).__name__)
        session.expunge_all()
        savepoint.rollback()
        for name in ("p", "pet", "k", "t", "o"):
            bind.execute(sa.text(f"ALTER SEQUENCE {name}_id_seq RESTART WITH 10"))


def show(bind, names):
    for name in names:
        rows = bind.execute(sa.text(f'SELECT t::text FROM "{name}" t ORDER BY 1')).scalars().all()
        if rows:
            print("   ", name, *rows)
