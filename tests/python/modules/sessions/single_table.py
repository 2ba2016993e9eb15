class Animal(Base):
    __tablename__ = "animals"
    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(sa.String)
    kind = sa.Column(sa.String)
    legs = sa.Column(sa.Integer)
    owner_id = sa.Column(sa.Integer, sa.ForeignKey("owners.id"))
    __mapper_args__ = {"polymorphic_on": kind, "polymorphic_identity": "animal"}


class Dog(Animal):
    __mapper_args__ = {"polymorphic_identity": "dog"}


class Puppy(Dog):
    __mapper_args__ = {"polymorphic_identity": "puppy"}


class Owner(Base):
    __tablename__ = "owners"
    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(sa.String)
    dogs = relationship(Dog, order_by=Dog.id)


def upgrade():
    bind = op.get_bind()
    Base.metadata.create_all(bind)
    session = Session(bind)
    session.add_all([Owner(name="o1", dogs=[Dog(name="d1", legs=4), Puppy(name="p1", legs=3)]), Owner(name="o2"), Animal(name="a1", legs=2), Dog(name="d2", legs=4)])
    session.flush()
    session.add(Animal(name="a2", owner_id=2))
    session.commit()
    print("names", session.query(Dog.name).order_by(Dog.id).all())
    print("count", session.query(Dog).count())
    print("func", session.query(sa.func.count(Dog.id)).scalar())
    print("select attr", session.execute(sa.select(Dog.name).order_by(Dog.id)).all())
    print("select func", session.scalar(sa.select(sa.func.count(Dog.id))))
    print("select_from", session.scalar(sa.select(sa.func.count()).select_from(Dog)))
    print("q select_from", session.query(sa.func.count()).select_from(Dog).scalar())
    print("exists", session.query(session.query(Dog).filter(Dog.name == "a1").exists()).scalar())
    print("sub", session.query(Owner.name).filter(Owner.id.in_(session.query(Dog.owner_id))).order_by(Owner.id).all())
    print("subq", session.query(sa.func.count()).select_from(session.query(Dog).subquery()).scalar())
    print("conn", bind.execute(sa.select(Dog.name).order_by(Dog.id)).all())
    print("join", session.query(Owner.name, Dog.name).join(Dog).order_by(Dog.id).all())
    print("joinrel", session.query(Owner.name, Dog.name).join(Owner.dogs).order_by(Dog.id).all())
    print("outer", session.query(Owner.name, Dog.name).outerjoin(Owner.dogs).order_by(Owner.id, Dog.id).all())
    print("outer2", session.query(Owner.name, Dog.name).outerjoin(Dog).order_by(Owner.id, Dog.id).all())
    print("select join", session.execute(sa.select(Owner.name, Dog.name).outerjoin(Dog, Dog.owner_id == Owner.id).order_by(Owner.id, Dog.id)).all())
    print("any", session.query(Owner.name).filter(Owner.dogs.any()).all())
    print("any2", session.query(Owner.name).filter(Owner.dogs.any(name="a2")).all())
    print("get", session.get(Dog, 3))
    print("get2", session.get(Animal, 1).name)
    print("get3", session.query(Dog).get(3))
    other = aliased(Dog)
    print("alias", session.query(other.name).order_by(other.id).all())
    print("alias obj", [d.name for d in session.query(other).order_by(other.id)])
    print("with_entities", session.query(Dog).with_entities(sa.func.count(Dog.id)).scalar())
    print("with_entities base", session.query(Dog).with_entities(Animal.name).order_by(Animal.id).all())
    print("with_entities lit", session.query(Dog).with_entities(sa.func.count()).scalar())
    print("label", session.query(Dog.name.label("n")).order_by(Dog.id).all())
    print("where only", session.query(Owner.name).filter(Dog.owner_id == Owner.id).order_by(Dog.id).all())
    print("both", session.query(Animal.name, Dog.name).filter(Animal.id == 1).order_by(Dog.id).all())
    print("update", session.query(Dog).update({"legs": 5}))
    print("update2", session.execute(sa.update(Dog).values(legs=6)).rowcount)
    print("conn update", bind.execute(sa.update(Dog).values(legs=7)).rowcount)
    print("animals", session.execute(sa.text("select name, legs from animals order by id")).all())
    print("delete", session.query(Dog).filter(Dog.name.in_(["a1", "d2"])).delete())
    print("delete2", session.execute(sa.delete(Puppy)).rowcount)
    show(bind)
