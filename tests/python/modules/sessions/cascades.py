class Parent(Base):
    __tablename__ = "parents"
    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(sa.String)
    kids = relationship("Kid", back_populates="parent", order_by="Kid.id")
    pets = relationship("Pet", back_populates="parent", cascade="all, delete-orphan", order_by="Pet.id")
    badge = relationship("Badge", back_populates="parent", uselist=False)


class Kid(Base):
    __tablename__ = "kids"
    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(sa.String)
    parent_id = sa.Column(sa.ForeignKey("parents.id"))
    parent = relationship(Parent, back_populates="kids")


class Pet(Base):
    __tablename__ = "pets"
    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(sa.String)
    parent_id = sa.Column(sa.ForeignKey("parents.id"))
    parent = relationship(Parent, back_populates="pets")


class Badge(Base):
    __tablename__ = "badges"
    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(sa.String)
    parent_id = sa.Column(sa.ForeignKey("parents.id"))
    parent = relationship(Parent, back_populates="badge")


class Node(Base):
    __tablename__ = "nodes"
    id = sa.Column(sa.Integer, primary_key=True)
    up_id = sa.Column(sa.ForeignKey("nodes.id"))
    up = relationship("Node", remote_side=[id])


def added_later(session, one, two):
    one.kids.append(Kid(name="given"))
    Kid(name="brought", parent=one)
    session.add(Kid(name="asked for", parent=Parent(name="with it")))
    session.add(two)
    two.kids += [Kid(name="one"), Kid(name="two")]
    two.kids[0] = Kid(name="instead")


def moved(session, one, two):
    session.add(two)
    kid = Kid(name="kid")
    one.kids.append(kid)
    session.flush()
    two.kids.append(kid)
    print(len(one.kids), kid.parent is two)


def moved_back_and_forth(session, one, two):
    session.add(two)
    kid = Kid(name="kid", parent=one)
    session.add(kid)
    session.commit()
    two.kids.append(kid)
    two.kids = []
    one.kids.append(kid)
    print(kid.parent is one)


def brought_to_what_is_not_loaded(session, one, two):
    session.commit()
    kid = Kid(name="kid", parent=one)
    print([each.name for each in one.kids], kid in session)
    session.add(kid)


def not_in_the_session(session, one, two):
    kid = Kid(name="kid")
    session.add(kid)
    two.kids = [kid]
    session.flush()
    print(kid.parent is two, two in session, kid.parent_id)


def new_orphan(session, one, two):
    pet = Pet(name="pet")
    one.pets.append(pet)
    print(pet in session)
    one.pets.remove(pet)
    print(pet in session)


def known_orphans(session, one, two):
    session.add(two)
    one.pets = [Pet(name="first"), Pet(name="second"), Pet(name="third")]
    session.commit()
    first, second, third = one.pets
    one.pets.pop(0)
    second.parent = two
    third.parent = None
    session.flush()
    print(first in session, second in session, third in session)


def replaced_badge(session, one, two):
    one.badge = Badge(name="old")
    session.commit()
    one.badge = Badge(name="new")
    session.commit()
    print(one.badge.name)
    Badge(name="not added", parent=one)


def circle(session, one, two):
    node = Node()
    node.up = node
    session.add(node)


def circle_of_two(session, one, two):
    node = Node(up=Node())
    node.up.up = node
    session.add(node)


def upgrade():
    bind = op.get_bind()
    Base.metadata.create_all(bind)
    cases = (added_later, moved, moved_back_and_forth, brought_to_what_is_not_loaded, not_in_the_session, new_orphan)
    for case in cases + (known_orphans, replaced_badge, circle, circle_of_two):
        print(case.__name__)
        savepoint = bind.begin_nested()
        session = Session(bind)
        one, two = Parent(name="one"), Parent(name="two")
        session.add(one)
        try:
            case(session, one, two)
            session.commit()
            show(bind)
        except sa.exc.CircularDependencyError as error:
            print(type(error).__name__)
        session.expunge_all()
        if savepoint.is_active:
            savepoint.rollback()
        for name in ("parents", "kids", "pets", "badges"):
            bind.execute(sa.text(f"TRUNCATE {name} RESTART IDENTITY CASCADE"))
