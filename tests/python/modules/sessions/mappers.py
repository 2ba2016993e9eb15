"""What `sa.inspect()` tells of mapped classes, of their attributes and of their objects."""

from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import (
    attributes,
    class_mapper,
    column_property,
    configure_mappers,
    make_transient,
    object_mapper,
    synonym,
)
from sqlalchemy.orm.interfaces import MANYTOONE
from sqlalchemy.orm.util import identity_key

owner_tag = sa.Table(
    "owner_tag",
    Base.metadata,
    sa.Column("owner_id", sa.ForeignKey("owner.id")),
    sa.Column("tag_id", sa.ForeignKey("tag.id")),
)


class Owner(Base):
    __tablename__ = "owner"
    id = sa.Column(sa.Integer, primary_key=True)
    title = sa.Column("name", sa.String(20))
    label = synonym("title")
    pets = relationship("Pet", back_populates="owner", order_by="Pet.id", cascade="all, delete-orphan")
    tags = relationship("Tag", secondary=owner_tag, backref="owners")
    shout = column_property(sa.func.upper(title))

    @hybrid_property
    def loud(self):
        return self.title + "!"


class Tag(Base):
    __tablename__ = "tag"
    id = sa.Column(sa.Integer, primary_key=True)


class Pet(Base):
    __tablename__ = "pet"
    id = sa.Column(sa.Integer, primary_key=True)
    kind = sa.Column(sa.String)
    owner_id = sa.Column(sa.ForeignKey("owner.id"))
    owner = relationship(Owner, back_populates="pets")
    __mapper_args__ = {"polymorphic_on": kind, "polymorphic_identity": "pet"}


class Dog(Pet):
    __tablename__ = "dog"
    id = sa.Column(sa.ForeignKey("pet.id"), primary_key=True)
    bark = sa.Column(sa.String)
    __mapper_args__ = {"polymorphic_identity": "dog"}


def classes():
    mapper = sa.inspect(Owner)
    print(mapper is Owner.__mapper__, mapper is class_mapper(Owner), object_mapper(Owner()) is mapper)
    print(mapper.class_ is Owner, mapper.local_table is Owner.__table__, str(mapper), configure_mappers())
    print(mapper.attrs.keys(), [each.key for each in mapper.iterate_properties])
    print(mapper.column_attrs.keys(), mapper.columns.keys()[:2], mapper.c.title.name)
    print(mapper.relationships.keys(), mapper.synonyms.keys(), "pets" in mapper.relationships)
    print([column.name for column in mapper.primary_key], mapper.has_property("loud"))
    print(mapper.get_property("title").columns[0] is Owner.__table__.c.name)
    print(mapper.get_property_by_column(Owner.__table__.c.name).key, mapper.all_orm_descriptors.keys())
    try:
        mapper.get_property("nothing")
    except sa.exc.InvalidRequestError as error:
        print(str(error).split(".")[0])
    dog = sa.inspect(Dog)
    print(str(dog), dog.inherits is Pet.__mapper__, dog.base_mapper is dog.inherits, dog.single, dog.concrete)
    print([table.name for table in dog.tables], dog.polymorphic_identity, dog.polymorphic_on.name)
    print(sorted(dog.polymorphic_map), [each.class_.__name__ for each in Pet.__mapper__.self_and_descendants])
    print(dog.isa(Pet.__mapper__), Pet.__mapper__.isa(dog), [m.class_.__name__ for m in dog.iterate_to_root()])
    print(dog.attrs.keys(), [column.table.name for column in dog.attrs.id.columns])
    print(sorted(each.class_.__name__ for each in Base.registry.mappers))
    print(sa.inspect(int, raiseerr=False))


def attributes_of_classes():
    for attribute in [Owner.pets, Owner.tags, Pet.owner, Tag.owners]:
        found = attribute.property
        print(str(attribute), found.key, found.mapper.class_.__name__, found.uselist, found.direction.name)
        print("   ", found.lazy, found.viewonly, found.back_populates, found.secondary is owner_tag, found.cascade)
        print("   ", sorted((a.name, b.name) for a, b in found.local_remote_pairs), found.target.name)
        print("   ", sorted(c.name for c in found.local_columns), sorted(c.name for c in found.remote_side))
        print("   ", found.primaryjoin, "|", found.secondaryjoin)
    print(Pet.owner.property.direction is MANYTOONE, Owner.pets.mapper is Pet.__mapper__)
    print(Owner.title.property.key, Owner.title.key, Owner.title.class_ is Owner, Owner.title.parent is Owner.__mapper__)
    print(isinstance(Owner.title.property, orm.ColumnProperty), isinstance(Owner.pets.prop, orm.RelationshipProperty))
    print(sa.inspect(Owner.title) is Owner.title, isinstance(Owner.__mapper__, orm.Mapper))


def objects(bind):
    session = Session(bind)
    owner = Owner(title="a", pets=[Pet()])
    state = sa.inspect(owner)
    print(state.transient, state.pending, state.identity, state.key, state.session, state.attrs.title.history)
    session.add(owner)
    print(state.pending, state.session is session, state.has_identity)
    session.flush()
    print(state.persistent, state.identity, state.key == identity_key(Owner, owner.id), state.mapper.class_ is Owner)
    print(state.key in session.identity_map, session.identity_map[state.key] is owner, len(session.identity_map))
    session.commit()
    print(owner.title, sorted(state.unloaded), state.modified)
    owner.title = "b"
    print(state.modified, state.attrs.title.history, state.attrs.title.history.has_changes(), list(session.dirty) == [owner])
    print(attributes.get_history(owner, "id"), attributes.instance_state(owner) is state)
    owner.pets.append(Dog(bark="wau"))
    history = sa.inspect(owner).attrs.pets.history
    print(len(history.added), len(history.unchanged), len(history.deleted), len(session.new))
    session.flush()
    print({each.key: getattr(owner, each.key) for each in state.mapper.column_attrs})
    values = {key: value for key, value in vars(owner).items() if key != "_sa_instance_state"}
    print(sorted(values), owner.__dict__["_sa_instance_state"] is state)
    attributes.set_committed_value(owner, "title", "c")
    print(owner.title, owner in session.dirty)
    pet = owner.pets[1]
    session.expunge(pet)
    print(sa.inspect(pet).detached, sa.inspect(pet).session)
    make_transient(pet)
    pet.id = None
    print(sa.inspect(pet).transient)
    session.add(pet)
    session.flush()
    session.delete(owner.pets[0])
    session.flush()
    print(session.query(Pet).count(), session.deleted)
    asked = session.query(Owner, Pet.kind, sa.func.count(Pet.id).label("n"), aliased(Tag)).column_descriptions
    print([each["name"] for each in asked], [each["aliased"] for each in asked], asked[0]["type"] is Owner)
    print([each["entity"] for each in asked[:3]] == [Owner, Pet, Pet], str(asked[1]["type"]))
    joined = orm.outerjoin(Owner, Pet, Owner.pets)
    print(session.query(Owner.title, Pet.kind).select_from(joined).order_by(Pet.id).all())
    print(session.query(Owner).select_from(orm.join(Owner, Pet)).all() == [owner])
    session.close()


def upgrade():
    bind = op.get_bind()
    Base.metadata.create_all(bind)
    classes()
    attributes_of_classes()
    objects(bind)
    show(bind)
