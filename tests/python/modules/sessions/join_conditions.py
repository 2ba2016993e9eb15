followers = sa.Table(
    "followers",
    Base.metadata,
    sa.Column("followed_id", sa.Integer, sa.ForeignKey("users.id"), primary_key=True),
    sa.Column("follower_id", sa.Integer, sa.ForeignKey("users.id"), primary_key=True),
)
blocks = sa.Table(
    "blocks",
    Base.metadata,
    sa.Column("blocked", sa.ForeignKey("users.id")),
    sa.Column("by", sa.ForeignKey("users.id")),
    sa.Column("post_id", sa.ForeignKey("posts.id")),
)


class User(Base):
    __tablename__ = "users"
    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(sa.String)
    followed = relationship(
        "User",
        secondary=followers,
        primaryjoin=(followers.c.follower_id == id),
        secondaryjoin=(followers.c.followed_id == id),
        backref="followers",
        order_by="User.name.desc()",
    )
    blocked = relationship(
        "User",
        secondary="blocks",
        primaryjoin="User.id == blocks.c.by",
        secondaryjoin="blocks.c.blocked == User.id",
        viewonly=True,
    )
    hidden = relationship(
        "Post",
        secondary=blocks,
        primaryjoin=lambda: User.id == blocks.c.by,
        order_by="[Post.rank.desc(), Post.id]",
    )
    posts = relationship("Post", back_populates="author", order_by="desc(Post.id)")


class Post(Base):
    __tablename__ = "posts"
    id = sa.Column(sa.Integer, primary_key=True)
    rank = sa.Column(sa.Integer)
    author_id = sa.Column(sa.ForeignKey("users.id"))
    author = relationship(User, back_populates="posts", primaryjoin="foreign(Post.author_id) == remote(User.id)")


def upgrade():
    bind = op.get_bind()
    Base.metadata.create_all(bind)
    session = Session(bind)
    ann, bob, cid = (User(name=name) for name in ("ann", "bob", "cid"))
    ann.followed = [bob, cid]
    cid.followed.append(bob)
    bob.posts = [Post(rank=1), Post(rank=2), Post(rank=1)]
    session.add_all([ann, bob, cid])
    session.commit()
    session.execute(blocks.insert(), [{"by": 1, "blocked": 3, "post_id": 2}, {"by": 1, "blocked": 2, "post_id": 1}, {"by": 1, "blocked": 2, "post_id": 3}])
    print([user.name for user in ann.followed], sorted(user.name for user in bob.followers), cid.followers == [ann])
    print(sorted(user.name for user in ann.blocked), ann.blocked == bob.blocked, bob.blocked)
    print([post.id for post in ann.hidden], [post.id for post in bob.posts], bob.posts[0].author.name)
    print(session.query(User.name).filter(User.followed.any(User.name == "bob")).order_by(User.name).all())
    print(session.query(User.name).filter(User.followers.any(name="ann")).order_by(User.name).all())
    other = aliased(User)
    print(session.query(User.name, other.name).join(other, User.followed).order_by(User.name, other.name).all())
    print(session.query(User.name, Post.id).join(User.hidden).order_by(Post.id).all())
    ann.followed.remove(cid)
    session.commit()
    show(bind)
