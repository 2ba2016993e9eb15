class Company(Base):
    __tablename__ = "companies"
    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(sa.String)
    people = relationship("Person", back_populates="company", order_by="Person.id")


class Person(Base):
    __tablename__ = "people"
    id = sa.Column(sa.Integer, primary_key=True)
    type = sa.Column(sa.String)
    name = sa.Column(sa.String)
    company_id = sa.Column(sa.ForeignKey("companies.id"))
    company = relationship("Company", back_populates="people")
    __mapper_args__ = {"polymorphic_on": type, "polymorphic_identity": "person"}


class Engineer(Person):
    __tablename__ = "engineers"
    id = sa.Column(sa.ForeignKey("people.id"), primary_key=True)
    lang = sa.Column(sa.String)
    mentor_id = sa.Column(sa.ForeignKey("engineers.id"))
    mentor = relationship("Engineer", remote_side=[id], foreign_keys=[mentor_id], backref="pupils")
    machines = relationship("Machine", back_populates="engineer", order_by="Machine.id")
    __mapper_args__ = {"polymorphic_identity": "engineer"}


class Machine(Base):
    __tablename__ = "machines"
    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(sa.String)
    engineer_id = sa.Column(sa.ForeignKey("engineers.id"))
    engineer = relationship("Engineer", back_populates="machines")
    owner_id = sa.Column(sa.ForeignKey("companies.id"))
    owner = relationship("Company", backref="machines")


def names(objects):
    return [each.name for each in objects]


def upgrade():
    bind = op.get_bind()
    Base.metadata.create_all(bind)
    session = Session(bind)
    c1, c2 = Company(name="c1"), Company(name="c2")
    e1 = Engineer(name="e1", lang="py", company=c1)
    session.add_all([Person(name="p1", company=c1), e1, Engineer(name="e2", lang="ts", company=c2, mentor=e1)])
    session.flush()
    session.add_all([Machine(name="k1", engineer=e1, owner=c1), Machine(name="k2", engineer=e1), Machine(name="k3", engineer=e1.pupils[0], owner=c2)])
    session.flush()
    print([m.name for m in session.query(Company).filter(Company.machines.any(name="k3")).one().machines])
    a, flat, named, b = aliased(Engineer), aliased(Engineer, flat=True), aliased(Engineer, name="named"), aliased(Machine)
    for alias in (a, flat, named):
        print(str(session.query(alias.id, alias.name, alias.lang)), str(sa.select(alias)))
        print(names(session.query(alias).order_by(alias.id)), session.query(alias.name, alias.lang).filter(alias.lang == "ts").all())
        print(session.query(Company.name, alias.name).join(alias, Company.people).order_by(alias.id).all(), session.query(Company.name, alias.lang).join(Company.people.of_type(alias)).order_by(alias.id).all())
        print(session.query(alias.name, Machine.name).join(alias.machines).order_by(Machine.id).all(), session.query(alias.name, b.name).outerjoin(b, alias.machines).order_by(b.id).all())
        print(names(session.query(alias).filter(alias.machines.any(Machine.name == "k3"))), names(session.query(alias).filter(alias.company.has(name="c1"))), names(session.query(alias).filter_by(lang="py")))
        print(names(session.query(Company).filter(Company.people.of_type(alias).any(alias.lang == "ts"))), session.query(Engineer.name, alias.name).join(alias, Engineer.mentor).all())
        print(session.query(Machine.name, alias.name).join(alias, Machine.engineer).filter(alias.name.like("e%")).order_by(Machine.id).all())
    print(names(session.query(Engineer).filter(Engineer.mentor.has(Engineer.lang == "py"))), names(session.query(Engineer).filter(Engineer.pupils.any(name="e2"))), names(session.query(Engineer).filter(~Engineer.pupils.any())))
    print(session.query(Machine.id, Engineer.id).join(Machine.engineer).filter(Machine.engineer.has(Engineer.lang == "ts")).count(), session.query(sa.func.count(Machine.id)).select_from(Engineer).join(Machine, Engineer.machines).join(Company, Engineer.company).scalar())
    both = session.query(Engineer).filter(Engineer.lang == "py").union(session.query(Engineer).filter(Engineer.name == "e2"))
    print(names(both.order_by(Engineer.id)), both.count(), names(both.filter(Engineer.lang == "ts")), str(session.query(Engineer).union(session.query(Engineer))))
    print(both.with_entities(Engineer.name, Engineer.lang).order_by(Engineer.id).all(), both.join(Engineer.machines).with_entities(Engineer.name, Machine.name).order_by(Machine.id).all())
    print(session.query(Engineer.name, Engineer.lang).union(session.query(Person.name, Person.type)).order_by(Engineer.name, Engineer.lang).all())
