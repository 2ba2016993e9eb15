"""Classes that are made of the tables that there are (`sqlalchemy.ext.automap`)."""

from sqlalchemy.ext.automap import automap_base, generate_relationship

SCHEMA = """
CREATE TABLE team (id serial PRIMARY KEY, name text NOT NULL);
CREATE TABLE person (id serial PRIMARY KEY, name text, age integer DEFAULT 3, team_id integer REFERENCES team ON DELETE SET NULL,
    boss_id integer REFERENCES person);
CREATE TABLE note (id serial PRIMARY KEY, person_id integer NOT NULL REFERENCES person, words text);
CREATE TABLE skill (id serial PRIMARY KEY, name text);
CREATE TABLE person_skill (person_id integer REFERENCES person, skill_id integer REFERENCES skill);
CREATE TABLE keyless (words text);
INSERT INTO team (name) VALUES ('one'), ('two');
INSERT INTO person (name, team_id) VALUES ('a', 1), ('b', 1), ('c', 2);
INSERT INTO note (person_id, words) VALUES (1, 'x'), (1, 'y');
INSERT INTO skill (name) VALUES ('s'), ('t');
INSERT INTO person_skill VALUES (1, 1), (2, 1);
"""


def told(base):
    for cls in sorted(base.classes, key=lambda cls: cls.__name__):
        print(cls.__name__, sa.inspect(cls).columns.keys())
        for each in sorted(sa.inspect(cls).relationships, key=lambda each: each.key):
            cascade = "delete-orphan" in each.cascade
            print("   ", each.key, each.mapper.class_.__name__, each.direction.name, cascade, each.passive_deletes)


def upgrade():
    bind = op.get_bind()
    bind.execute(sa.text(SCHEMA))
    schema = bind.execute(sa.text("select current_schema()")).scalar()
    base = automap_base()
    base.prepare(autoload_with=bind)
    told(base)
    Person, Team, Skill = base.classes.person, base.classes["team"], base.classes.skill
    print("keyless" in base.classes, base.classes.get("nothing"), len(base.classes), hasattr(base.classes, "nothing"))
    print(Person.__name__, Person.__table__.name, isinstance(Person(), base), issubclass(Person, base))
    session = Session(bind)
    a = session.query(Person).filter_by(name="a").one()
    print(a.age, a.team.name, [note.words for note in a.note_collection], a.person)
    print([skill.name for skill in a.skill_collection], sorted(p.name for p in session.get(Skill, 1).person_collection))
    print(sorted(person.name for person in session.get(Team, 1).person_collection))
    new = Person(name="new", team=session.get(Team, 2), skill_collection=[session.get(Skill, 2)])
    new.person = a
    session.add(new)
    session.flush()
    print(new.id, new.age, new.boss_id, [p.name for p in a.person_collection])
    session.query(Person).filter(Person.age > 2).update({"age": Person.age + 1})
    session.delete(session.query(Person).filter_by(name="c").one())
    a.note_collection.pop(0)
    session.commit()
    print(session.query(Person.name, Team.name).join(Person.team).order_by(Person.id).all())

    hooked = automap_base()
    hooked.prepare(
        bind,
        reflect=True,
        schema=schema,
        classname_for_table=lambda base, name, table: name.title().replace("_", ""),
        name_for_scalar_relationship=lambda base, local, other, key: "to_" + other.__name__,
        name_for_collection_relationship=lambda base, local, other, key: other.__name__ + "s",
        generate_relationship=lambda *args, **kw: generate_relationship(*args, **{**kw, "info": {}}),
        collection_class=set,
        reflection_options={"only": ["note", "person"]},
    )
    told(hooked)
    print(type(session.query(hooked.classes.Person).first().Notes).__name__)

    own = automap_base()

    class Human(own):
        __tablename__ = "person"
        title = sa.Column("name", sa.String)

        def greet(self):
            return "hello " + self.title

    own.prepare(autoload_with=bind)
    print(sorted(own.classes.keys()), sa.inspect(Human).columns.keys())
    human = session.query(Human).order_by(Human.id).first()
    print(human.greet(), human.age, human.team.name, [each.words for each in human.note_collection])
    human.title = "changed"
    session.commit()

    metadata = sa.MetaData()
    metadata.reflect(bind, only=["team"])
    known = automap_base(metadata=metadata)
    known.prepare()
    print(known.classes.keys())
    bind.execute(sa.text("CREATE TABLE clash (id integer PRIMARY KEY, team integer REFERENCES team)"))
    try:
        clashing = automap_base()
        clashing.prepare(autoload_with=bind)
        sa.inspect(clashing.classes.clash).attrs
    except sa.exc.ArgumentError as error:
        print(str(error)[:75])
    show(bind)
