from sqlalchemy import func, select
from sqlalchemy.orm import Bundle, object_session


class User(Base):
    __tablename__ = "users"
    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(sa.String)
    posts = relationship("Post", lazy="dynamic", back_populates="user", order_by="Post.id")
    notes = relationship("Note", backref="user", lazy="noload")
    strict = relationship("Note", lazy="raise", viewonly=True)
    tags = relationship("Tag", secondary="user_tags", backref=backref("users", lazy="dynamic"), collection_class=set)


class Post(Base):
    __tablename__ = "posts"
    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(sa.String)
    user_id = sa.Column(sa.ForeignKey("users.id"))
    user = relationship("User", back_populates="posts")


class Note(Base):
    __tablename__ = "notes"
    id = sa.Column(sa.Integer, primary_key=True)
    user_id = sa.Column(sa.ForeignKey("users.id"))


class Tag(Base):
    __tablename__ = "tags"
    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(sa.String)


sa.Table("user_tags", Base.metadata, sa.Column("user_id", sa.ForeignKey("users.id")), sa.Column("tag_id", sa.ForeignKey("tags.id")))
scoped = scoped_session(sessionmaker())
User.query = scoped.query_property()


def names(objects):
    return [each.name for each in objects]


def upgrade():
    bind = op.get_bind()
    Base.metadata.create_all(bind)
    scoped.configure(bind=bind)
    session = scoped()
    a, b = User(name="a"), User(name="b")
    a.posts.append(Post(name="p1"))
    session.add_all([a, b, Post(name="p2", user=a), Post(name="p3", user=b)])
    session.flush()
    print(names(a.posts), names(a.posts.all()), a.posts.count(), b.posts.first().name, a.posts[1].name, names(a.posts[0:1]))
    print(a.posts.filter(Post.name == "p2").one().name, a.posts.filter_by(name="p3").first(), names(a.posts.order_by(None).order_by(Post.id.desc())))
    print(a.posts.with_entities(Post.name).all(), names(session.query(User).filter(User.posts.any(Post.name == "p3"))), session.query(User.name, func.count(Post.id)).join(User.posts).group_by(User.name).order_by(User.name).all())
    a.posts.append(Post(name="p4"))
    print(names(a.posts), session.query(Post).count())
    a.posts.remove(a.posts.first())
    session.commit()
    print(names(a.posts), session.query(Post.name).filter(Post.user_id == None).all())
    a.posts.extend([Post(name="p5"), Post(name="p6")])
    session.commit()
    print(names(a.posts), [p.user.name for p in a.posts.filter(Post.name > "p4")])
    a.tags.add(Tag(name="t"))
    session.add(Note(user=a))
    session.commit()
    print(names(a.tags), names(session.query(Tag).one().users), a.notes, session.query(Note).one().user.name)
    try:
        a.strict
    except sa.exc.InvalidRequestError as error:
        print(error)
    print(object_session(a) is session, object_session(User()), names(User.query.order_by(User.id)), names(User.query.filter_by(name="b")), session.info)
    print(session.query(User.id).filter(User.name == "b").value(User.name), list(session.query(User).order_by(User.id).values(User.name)), session.query(User.name).order_by(User.id).tuples().all())
    bundle = Bundle("both", User.id, User.name)
    found = session.query(bundle, Post.name).join(Post).order_by(Post.id).first()
    print(found, found.both.name, session.query(bundle).filter(bundle.c.name == "b").all(), select(User).whereclause, str(select(User).where(User.id > User.id).whereclause))
    session.delete(b)
    session.commit()
    show(bind)
