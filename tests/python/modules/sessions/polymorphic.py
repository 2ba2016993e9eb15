"""Classes with the tables of those that derive from them (`with_polymorphic`)."""

from sqlalchemy.orm import with_polymorphic


class Company(Base):
    __tablename__ = "company"
    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(sa.String)
    people = relationship("Person", back_populates="company")


class Person(Base):
    __tablename__ = "person"
    id = sa.Column(sa.Integer, primary_key=True)
    kind = sa.Column(sa.String)
    name = sa.Column(sa.String)
    company_id = sa.Column(sa.ForeignKey("company.id"))
    company = relationship(Company, back_populates="people")
    __mapper_args__ = {"polymorphic_on": kind, "polymorphic_identity": "person"}


class Engineer(Person):
    __tablename__ = "engineer"
    id = sa.Column(sa.ForeignKey("person.id"), primary_key=True)
    lang = sa.Column(sa.String)
    __mapper_args__ = {"polymorphic_identity": "engineer"}


class Manager(Person):
    __tablename__ = "manager"
    id = sa.Column(sa.ForeignKey("person.id"), primary_key=True)
    level = sa.Column(sa.Integer)
    __mapper_args__ = {"polymorphic_identity": "manager"}


class Temp(Person):
    days = sa.Column(sa.Integer)
    __mapper_args__ = {"polymorphic_identity": "temp"}


def told(objects):
    return [(type(each).__name__, *sorted((k, v) for k, v in vars(each).items() if not k.startswith("_"))) for each in objects]


def upgrade():
    bind = op.get_bind()
    Base.metadata.create_all(bind)
    session = Session(bind)
    one = Company(name="one")
    session.add_all(
        [
            Person(name="p", company=one),
            Engineer(name="e", lang="py", company=one),
            Manager(name="m", level=3),
            Temp(name="t", days=9),
        ]
    )
    session.commit()
    session.expunge_all()
    every = with_polymorphic(Person, "*")
    print(told(session.query(every).order_by(every.id)))
    print(session.query(every.name, every.Engineer.lang, every.Manager.level).order_by(every.id).all())
    print([each.name for each in session.scalars(sa.select(every).where(sa.or_(every.Engineer.lang == "py", every.Temp.days > 3)))])
    print([c.name for c in session.query(Company).join(Company.people.of_type(every)).filter(every.Engineer.lang == "py")])
    print(session.query(every).filter_by(name="m").one().level, session.query(every).count())
    session.expunge_all()
    some = with_polymorphic(Person, [Manager], flat=True)
    found = session.query(some).filter(some.Manager.level == 3).one()
    print(told([found]))
    print(told(session.query(some).filter(some.name == "e")))
    inner = with_polymorphic(Person, [Engineer], innerjoin=True)
    print([each.lang for each in session.query(inner)])
    try:
        with_polymorphic(Person, [Company])
    except sa.exc.InvalidRequestError as error:
        print(type(error).__name__)
