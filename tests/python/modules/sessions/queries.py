class Book(Base):
    __tablename__ = "books"
    id = sa.Column(sa.Integer, primary_key=True)
    title = sa.Column(sa.String)
    pages = sa.Column(sa.Integer)
    author_id = sa.Column(sa.Integer, sa.ForeignKey("authors.id"))
    author = relationship("Author")


class Author(Base):
    __tablename__ = "authors"
    id = sa.Column(sa.Integer, primary_key=True)
    called = sa.Column("name", sa.String)


def upgrade():
    bind = op.get_bind()
    Base.metadata.create_all(bind)
    maker = sessionmaker(bind=bind)
    session = maker()
    authors = [Author(called=name) for name in ("ada", "ben", "cy")]
    session.add_all(authors)
    session.flush()
    for index, author in enumerate([authors[0], authors[0], authors[1], None]):
        session.add(Book(title=f"book{index}", pages=index * 100, author=author))
    session.commit()
    books = session.query(Book)
    print(books.count(), books.first().title, books.order_by(Book.id.desc()).first().title)
    print([book.title for book in books.filter(Book.pages >= 100, Book.pages < 300).order_by(Book.id)])
    print([book.title for book in books.filter_by(title="book1")], books.filter_by(pages=0).one().id)
    print(books.filter(Book.title == "none").one_or_none(), books.filter(Book.title == "none").first())
    for attempt in (lambda: books.one(), lambda: books.filter(Book.id == 0).one()):
        try:
            attempt()
        except (MultipleResultsFound, NoResultFound) as error:
            print(type(error).__name__)
    print([book.title for book in books.order_by(Book.id).limit(2).offset(1)])
    print([book.title for book in books.order_by(Book.id)[1:3]], books.order_by(Book.id)[0].title)
    print(session.query(Book.title, Book.pages).order_by(Book.id).all()[1].pages)
    print([row.n for row in session.query(Book.title.label("n")).order_by(Book.id)])
    print(session.query(sa.func.count(Book.id)).scalar(), session.query(Book.author_id).distinct().count())
    pairs = session.query(Book, Author).join(Author, Book.author_id == Author.id).order_by(Book.id)
    print([(book.title, author.called) for book, author in pairs])
    print([(row.Book.title, row.Author.called) for row in pairs.limit(1)])
    outer = session.query(Book.title, Author.called).outerjoin(Book.author).order_by(Book.id)
    print(outer.all())
    print(session.query(Book).join(Author).filter_by(called="ada").count())
    grouped = session.query(Author.called, sa.func.sum(Book.pages)).join(Book).group_by(Author.called)
    print(grouped.having(sa.func.count(Book.id) > 1).all())
    inner = session.query(Author.id).filter(Author.called == "ben")
    print([book.title for book in books.filter(Book.author_id.in_(inner))])
    print(session.query(books.filter(Book.pages > 1000).exists()).scalar())
    largest = session.query(Book.author_id, sa.func.max(Book.pages).label("most")).group_by(Book.author_id).subquery()
    print(session.query(Book.title).join(largest, Book.pages == largest.c.most).order_by(Book.title).all())
    print(session.query(Author).get(1) is authors[0], session.get(Author, 2).called)
    print([author.called for author in session.execute(sa.select(Author).order_by(Author.id)).scalars()])
    print([(book.title, called) for book, called in session.execute(sa.select(Book, Author.called).join(Author).order_by(Book.id))])
    print(session.scalars(sa.select(Book).where(Book.pages == 300)).one().author is None)
    print(session.scalar(sa.select(Author).where(Author.called == "cy")).id)
    print([book.title for book in books.options(orm.joinedload(Book.author)).yield_per(10).order_by(Book.id)])
    print(session.query(Book).filter(Book.author.has(Author.called == "ben")).count(), session.query(Book).with_entities(Book.id).order_by(Book.id).first())
    other = aliased(Book)
    print(session.query(Book.title, other.title).join(other, other.author_id == Book.author_id).filter(Book.id < other.id).all())
    print([book.title for book in session.query(other).filter(other.pages > 100).order_by(other.id)])
    print(session.query(other.title).join(Author).filter(Author.called == "ben").all())
    writer = aliased(Author)
    print(session.query(Book.title).join(writer).filter(writer.called == "ada").order_by(Book.id).all())
    print(session.query(other.title).filter_by(pages=100).all(), session.query(Author.id).filter_by(called="cy").all())
    print(session.execute(sa.select(Book.title, writer.called).outerjoin(writer, Book.author).filter_by(called="ben")).all())
    show(bind)
