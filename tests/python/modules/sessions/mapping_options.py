"""Which columns are mapped, references that are written late (`post_update`), and two classes of one table."""


class Node(Base):
    __tablename__ = "node"
    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(sa.String)
    best_id = sa.Column(sa.ForeignKey("leaf.id", name="best", use_alter=True))
    leaves = relationship("Leaf", foreign_keys="Leaf.node_id", back_populates="node", order_by="Leaf.id")
    best = relationship("Leaf", foreign_keys=[best_id], post_update=True)


class Leaf(Base):
    __tablename__ = "leaf"
    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(sa.String)
    node_id = sa.Column(sa.ForeignKey("node.id"))
    node = relationship("Node", foreign_keys=[node_id], back_populates="leaves")


part = sa.Table(
    "part",
    Base.metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("name", sa.String),
    sa.Column("secret", sa.String, server_default="hidden"),
)


class Excluding(Base):
    __table__ = part
    __mapper_args__ = {"exclude_properties": ["secret"]}


class Including(Base):
    __table__ = part
    __mapper_args__ = {"include_properties": ["id", "name"]}


class Prefixed(Base):
    __table__ = part
    __mapper_args__ = {"column_prefix": "c_"}


def upgrade():
    bind = op.get_bind()
    Base.metadata.create_all(bind)
    session = Session(bind)
    print(session.in_transaction())
    node = Node(name="n", leaves=[Leaf(name="a"), Leaf(name="b")])
    node.best = node.leaves[1]
    session.add(node)
    print(session.in_transaction())
    session.commit()
    print(node.best.name, node.best_id == node.leaves[1].id, [leaf.node_id for leaf in node.leaves])
    node.best = node.leaves[0]
    session.flush()
    print(node.best_id == node.leaves[0].id)
    other = Node(name="o", best=Leaf(name="c"))
    session.add(other)
    session.flush()
    print(other.best.node, other.best_id == other.best.id)
    for each in [*node.leaves, node]:
        session.delete(each)
    session.commit()

    session.add(Excluding(name="x"))
    session.flush()
    one = session.query(Excluding).one()
    print(hasattr(Excluding, "secret"), sorted(key for key in vars(one) if not key.startswith("_")))
    two = session.query(Including).one()
    print(two is one, two.name, hasattr(Including, "secret"))
    three = session.query(Prefixed).filter(Prefixed.c_secret == "hidden").one()
    print(three.c_name, hasattr(Prefixed, "name"))
    three.c_name = "y"
    session.commit()
    print(one.name, two.name)
    show(bind)
