class Company(Base):
    __tablename__ = "companies"
    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(sa.String)
    people = relationship("Person", back_populates="company", order_by="Person.id")
    engineers = relationship("Engineer", viewonly=True, order_by="Engineer.id")


class Person(Base):
    __tablename__ = "people"
    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(sa.String)
    kind = sa.Column(sa.String(20))
    stamp = sa.Column(sa.Integer, onupdate=5)
    company_id = sa.Column(sa.ForeignKey("companies.id"))
    company = relationship(Company, back_populates="people")
    __mapper_args__ = {"polymorphic_on": kind, "polymorphic_identity": "person"}


class Engineer(Person):
    __tablename__ = "engineers"
    id = sa.Column(sa.ForeignKey("people.id"), primary_key=True)
    language = sa.Column(sa.String)
    level = sa.Column(sa.Integer, default=1)
    touched = sa.Column(sa.Integer, onupdate=7)
    machines = relationship("Machine", back_populates="engineer", order_by="Machine.id")
    __mapper_args__ = {"polymorphic_identity": "engineer"}


class Senior(Engineer):
    __tablename__ = "seniors"
    engineer_id = sa.Column("eid", sa.ForeignKey("engineers.id"), primary_key=True)
    since = sa.Column(sa.Integer)
    __mapper_args__ = {"polymorphic_identity": "senior"}


class Intern(Engineer):
    __mapper_args__ = {"polymorphic_identity": "intern"}


class Manager(Person):
    __tablename__ = "managers"
    person_id = sa.Column(sa.Integer, primary_key=True)
    boss_id = sa.Column(sa.ForeignKey("people.id"))
    __table_args__ = (sa.ForeignKeyConstraint(["person_id"], ["people.id"]),)
    __mapper_args__ = {"polymorphic_identity": "manager", "inherit_condition": person_id == Person.id}


class Machine(Base):
    __tablename__ = "machines"
    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(sa.String)
    engineer_id = sa.Column(sa.ForeignKey("engineers.id"))
    engineer = relationship(Engineer, back_populates="machines")


def upgrade():
    bind = op.get_bind()
    Base.metadata.create_all(bind)
    session = Session(bind)
    acme = Company(name="acme")
    eve = Engineer(name="eve", language="C", company=acme, machines=[Machine(name="m1"), Machine(name="m2")])
    session.add_all([Person(name="pat", company=acme), eve, Manager(name="max", company=acme), Engineer(name="ed", language="Go", level=3)])
    session.add_all([Senior(name="sue", language="ML", since=1999), Intern(name="ian", language="Py", company=acme)])
    session.flush()
    print(eve.id, eve.kind, eve.level, [machine.engineer_id for machine in eve.machines])
    session.commit()
    show(bind)
    print([(type(one).__name__, one.name, one.kind) for one in session.query(Person).order_by(Person.id)])
    print([(type(one).__name__, one.name, one.language) for one in session.query(Engineer).order_by(Engineer.id)])
    print([(one.name, one.since, one.engineer_id == one.id) for one in session.query(Senior)])
    session.expunge_all()
    print([getattr(one, "language", None) for one in session.query(Person).order_by(Person.id)])
    print([getattr(one, "since", None) for one in session.query(Person).order_by(Person.id)])
    print([type(one).__name__ for one in session.query(Company).one().people], [one.name for one in session.query(Company).one().engineers])
    print(session.query(Engineer).count(), session.query(Intern).count(), session.query(Senior).count(), session.query(Person).count())
    print(session.query(Engineer.name, Engineer.language).order_by(Engineer.name).all())
    print(session.query(Engineer.language).order_by(Engineer.language).all(), session.query(Intern.name).all())
    print(session.query(sa.func.count(Engineer.id)).scalar(), session.query(sa.func.max(Engineer.name)).scalar())
    print(session.execute(sa.select(Engineer).where(Engineer.name == "ed")).scalar_one().level)
    print(session.scalars(sa.select(Engineer.name).where(Engineer.level > 1)).all())
    print(session.query(Engineer).filter(Engineer.language == "C", Engineer.name == "eve").one().name)
    print(session.query(Engineer).filter_by(name="sue").one().since)
    print(session.query(Company.name, Engineer.name).join(Engineer).order_by(Engineer.id).all())
    print(session.query(Company.name, Engineer.name).join(Company.engineers).order_by(Engineer.id).all())
    print(session.query(Person.name, Machine.name).join(Machine, Machine.engineer_id == Person.id).order_by(Machine.id).all())
    print(session.query(Engineer.name, Machine.name).join(Engineer.machines).order_by(Machine.id).all())
    print(session.query(Machine.name, Engineer.name).join(Machine.engineer).order_by(Machine.id).all())
    print(session.query(Engineer.name, Company.name).join(Engineer.company).order_by(Engineer.name).all())
    print(session.query(Engineer.name, Company.name).outerjoin(Engineer.company).order_by(Engineer.name).all())
    print([one.name for one in session.query(Engineer).filter(Engineer.machines.any(Machine.name == "m2"))])
    print([one.name for one in session.query(Machine).filter(Machine.engineer.has(Engineer.name == "eve")).order_by(Machine.id)])
    print([one.name for one in session.query(Company).filter(Company.engineers.any(Engineer.language == "Py"))])
    print(session.query(session.query(Engineer).filter(Engineer.name == "pat").exists()).scalar())
    print(session.query(Person.name).filter(Person.id.in_(session.query(Engineer.id))).order_by(Person.name).all())
    print(session.get(Engineer, 1), session.get(Person, 2).language, session.get(Engineer, 2) is session.get(Person, 2))
    print(session.query(Engineer.name).filter_by(language="Go").all())
    eve = session.query(Engineer).filter_by(name="eve").one()
    eve.name = "eva"
    session.commit()
    print(eve.stamp, eve.touched)
    eve.language = "Rust"
    session.commit()
    print(eve.stamp, eve.touched)
    eve.name, eve.level = "eve", 9
    session.commit()
    sue = session.query(Person).filter_by(name="sue").one()
    sue.since = 2001
    sue.language = "OCaml"
    session.commit()
    print(session.query(Senior.since, Senior.language, Senior.name).all())
    session.query(Person).filter(Person.name == "pat").update({"name": "pit"})
    session.delete(sue)
    session.delete(session.query(Person).filter_by(name="max").one())
    for machine in eve.machines:
        session.delete(machine)
    session.delete(eve)
    session.commit()
    show(bind)
