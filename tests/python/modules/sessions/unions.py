class User(Base):
    __tablename__ = "users"
    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(sa.String)
    boss_id = sa.Column(sa.Integer, sa.ForeignKey("users.id"))
    boss = relationship("User", remote_side=[id], backref="staff")
    addresses = relationship("Address", backref="user", order_by="Address.id")
    tags = relationship("Tag", secondary="user_tags", backref="users")


class Address(Base):
    __tablename__ = "addresses"
    id = sa.Column(sa.Integer, primary_key=True)
    email = sa.Column(sa.String)
    user_id = sa.Column(sa.Integer, sa.ForeignKey("users.id"))


class Tag(Base):
    __tablename__ = "tags"
    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(sa.String)


user_tags = sa.Table("user_tags", Base.metadata, sa.Column("user_id", sa.ForeignKey("users.id")), sa.Column("tag_id", sa.ForeignKey("tags.id")))


def upgrade():
    bind = op.get_bind()
    Base.metadata.create_all(bind)
    session = Session(bind)
    t1, t2 = Tag(name="t1"), Tag(name="t2")
    a = User(name="a", addresses=[Address(email="a1"), Address(email="a2")], tags=[t1])
    b = User(name="b", boss=a, addresses=[Address(email="b1")], tags=[t1, t2])
    c = User(name="c", boss=a)
    d = User(name="d", boss=b, tags=[t2])
    session.add_all([a, b, c, d])
    session.commit()
    boss = aliased(User)

    def names(objects):
        return [each.name for each in objects]

    print("union", sorted(names(session.query(User).filter(User.id == 1).union(session.query(User).filter(User.id == 2)))))
    print("union_all", sorted(names(session.query(User).filter(User.id == 1).union_all(session.query(User).filter(User.id < 3)))))
    print("union_all cols", sorted(session.query(User.id, User.name).filter(User.id == 1).union_all(session.query(User.id, User.name).filter(User.id < 3)).all()))
    print("union count", session.query(User.id).filter(User.id == 1).union_all(session.query(User.id).filter(User.id < 3)).count())
    print("union order", names(session.query(User).filter(User.id == 1).union(session.query(User).filter(User.id > 2)).order_by(User.name.desc())))
    print("union filter", names(session.query(User).filter(User.id == 1).union(session.query(User).filter(User.id > 2)).filter(User.name != "c").order_by(User.id)))
    print("intersect", names(session.query(User).filter(User.id < 3).intersect(session.query(User).filter(User.id > 1)).order_by(User.id)))
    print("except", names(session.query(User).except_(session.query(User).filter(User.id > 1)).order_by(User.id)))
    print("union first", session.query(User).filter(User.id == 1).union(session.query(User).filter(User.id == 2)).order_by(User.id).first().name)
    print("union join", session.query(User).filter(User.id == 1).union(session.query(User).filter(User.id == 2)).join(User.addresses).order_by(Address.id).with_entities(User.name, Address.email).all())
    print("union labels", sorted(session.query(User.name.label("x"), sa.literal("u")).union(session.query(Tag.name, sa.literal("t"))).all()))
    print("union alias", sorted(names(session.query(boss).filter(boss.id == 1).union(session.query(boss).filter(boss.id == 2)).filter(boss.name == "a"))))
    print("union limit", names(session.query(User).filter(User.id == 1).union(session.query(User).filter(User.id > 2)).order_by(User.id).limit(2).offset(1)))
    print("union of unions", names(session.query(User).filter(User.id == 1).union(session.query(User).filter(User.id == 2)).union_all(session.query(User).filter(User.id == 3)).order_by(User.id)))
    print("union inner limit", names(session.query(User).order_by(User.id).limit(1).union(session.query(User).order_by(User.id.desc()).limit(1)).order_by(User.id)))
    print("union group", session.query(User.name, User.boss_id).union_all(session.query(User.name, User.boss_id)).group_by(User.boss_id).with_entities(User.boss_id, sa.func.count()).order_by(User.boss_id).all())
    print("union subquery", session.query(sa.func.count()).select_from(session.query(User.id).union(session.query(Address.id)).subquery()).scalar())
    print("union in", names(session.query(User).filter(User.id.in_(session.query(Address.user_id).union(session.query(User.id).filter(User.name == "d")))).order_by(User.id)))
    print("union filter_by", names(session.query(User).filter(User.id == 1).union(session.query(User).filter(User.id > 2)).filter_by(name="c")))
    print("union exists", session.query(session.query(User).filter(User.id == 9).union(session.query(User).filter(User.id == 8)).exists()).scalar())
    print("union distinct", sorted(session.query(User.boss_id.label("b")).filter(User.boss_id != None).union_all(session.query(User.boss_id).filter(User.boss_id != None)).distinct().all()))
    print("union outerjoin", session.query(User).filter(User.id == 1).union(session.query(User).filter(User.id == 3)).outerjoin(Address, Address.user_id == User.id).with_entities(User.name, Address.email).order_by(User.id, Address.id).all())
    print("union get attr", [(x.boss and x.boss.name) for x in session.query(User).filter(User.id == 2).union(session.query(User).filter(User.id == 4)).order_by(User.id)])
    print("union same table twice", names(session.query(User).filter(User.id < 3).union(session.query(User).filter(User.id == 4)).filter(User.addresses.any()).order_by(User.id)))
    print("union scalar", session.query(User.name).filter(User.id == 1).union(session.query(User.name).filter(User.id == 1)).scalar())
    show(bind)
