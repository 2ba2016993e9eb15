tags_of_users = sa.Table(
    "tags_of_users",
    Base.metadata,
    sa.Column("user_id", sa.Integer, sa.ForeignKey("users.id"), primary_key=True),
    sa.Column("tag_id", sa.Integer, sa.ForeignKey("tags.id"), primary_key=True),
)


class User(Base):
    __tablename__ = "users"
    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(sa.String(50), nullable=False)
    addresses = relationship("Address", back_populates="user", cascade="all, delete-orphan", order_by="Address.id")
    tags = relationship("Tag", secondary=tags_of_users, backref="users", order_by="Tag.id")
    profile = relationship("Profile", uselist=False, backref="user")


class Address(Base):
    __tablename__ = "addresses"
    id = sa.Column(sa.Integer, primary_key=True)
    email = sa.Column(sa.String)
    user_id = sa.Column(sa.Integer, sa.ForeignKey("users.id"))
    user = relationship(User, back_populates="addresses")


class Tag(Base):
    __tablename__ = "tags"
    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(sa.String)


class Profile(Base):
    __tablename__ = "profiles"
    id = sa.Column(sa.Integer, primary_key=True)
    text = sa.Column(sa.String)
    user_id = sa.Column(sa.Integer, sa.ForeignKey("users.id"), unique=True)


class Node(Base):
    __tablename__ = "nodes"
    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(sa.String)
    parent_id = sa.Column(sa.Integer, sa.ForeignKey("nodes.id"))
    children = relationship("Node", backref=backref("parent", remote_side=[id]), order_by="Node.id")


class Transfer(Base):
    __tablename__ = "transfers"
    id = sa.Column(sa.Integer, primary_key=True)
    from_id = sa.Column(sa.Integer, sa.ForeignKey("users.id"))
    to_id = sa.Column(sa.Integer, sa.ForeignKey("users.id"))
    sender = relationship("User", foreign_keys=[from_id])
    receiver = relationship("User", primaryjoin="Transfer.to_id == User.id", foreign_keys="Transfer.to_id")


def upgrade():
    bind = op.get_bind()
    Base.metadata.create_all(bind)
    session = Session(bind=bind)
    ann = User(name="ann", addresses=[Address(email="a@x")])
    ann.addresses.append(Address(email="b@x"))
    print(ann.addresses[1].user is ann)
    session.add(ann)
    bob = User(name="bob", tags=[Tag(name="t1"), Tag(name="t2")], profile=Profile(text="p"))
    session.add(bob)
    cid = User(name="cid")
    session.add(cid)
    session.add(Transfer(sender=ann, receiver=bob))
    session.flush()
    print(ann.id, [address.user_id for address in ann.addresses], bob.profile.user_id)
    session.commit()
    transfer = session.query(Transfer).one()
    print(transfer.sender.name, transfer.receiver.name, transfer.from_id == ann.id)
    print([tag.name for tag in bob.tags], [user.name for user in bob.tags[0].users])
    late = Address(email="c@x", user=cid)
    session.add(late)
    session.flush()
    print(late.user_id == cid.id, [address.email for address in cid.addresses])
    ann.addresses.remove(ann.addresses[0])
    session.commit()
    print([address.email for address in session.query(Address).order_by(Address.email)])
    ann.addresses[0].user = bob
    session.commit()
    print(len(ann.addresses), [address.email for address in bob.addresses])
    cid.tags = [session.query(Tag).filter_by(name="t2").one(), Tag(name="t3")]
    bob.tags.remove(bob.tags[0])
    session.commit()
    print([(tag.name, sorted(user.name for user in tag.users)) for tag in session.query(Tag).order_by(Tag.id)])
    bob.profile = Profile(text="q")
    session.commit()
    print([(profile.text, profile.user_id == bob.id) for profile in session.query(Profile).order_by(Profile.id)])
    root = Node(name="root", children=[Node(name="a", children=[Node(name="aa")]), Node(name="b")])
    session.add(root)
    session.commit()
    print([(node.name, node.parent and node.parent.name) for node in session.query(Node).order_by(Node.id)])
    session.delete(session.query(Node).filter_by(name="a").one())
    session.commit()
    print([(node.name, node.parent_id) for node in session.query(Node).order_by(Node.id)])
    print(session.query(Address).filter(Address.user == bob).count(), session.query(Node).filter(Node.parent == None).count())
    print([address.email for address in session.query(Address).join(Address.user).filter(User.name == "bob")])
    print([user.name for user in session.query(User).join(User.tags).filter(Tag.name == "t3")])
    print(session.query(User.name, Tag.name).join(User.tags).order_by(User.name, Tag.name).all())
    session.delete(cid)
    session.commit()
    session.delete(transfer)
    session.delete(bob)
    session.commit()
    show(bind)
