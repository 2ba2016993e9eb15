class Entry(Base):
    __tablename__ = "entries"
    id = sa.Column(sa.Integer, primary_key=True)
    line = sa.Column(sa.String, unique=True)


def upgrade():
    bind = op.get_bind()
    Base.metadata.create_all(bind)
    with Session(bind=bind) as session:
        session.add(Entry(line="with, committed"))
        session.commit()
        session.add(Entry(line="with, given up"))
    with Session(bind) as session, session.begin():
        session.add(Entry(line="begin"))
    Maker = sessionmaker(bind)
    with Maker.begin() as session:
        session.add(Entry(line="maker.begin"))
    scoped = scoped_session(sessionmaker())
    scoped.configure(bind=bind)
    scoped.add(Entry(line="scoped"))
    scoped.commit()
    scoped.remove()
    session = orm.Session(bind=op.get_bind(), expire_on_commit=False)
    entry = Entry(line="kept")
    session.add(entry)
    session.commit()
    bind.execute(sa.text("UPDATE entries SET line = 'changed behind' WHERE line = 'kept'"))
    print(entry.line)
    session.refresh(entry)
    print(entry.line)
    session.expire(entry)
    bind.execute(sa.text("UPDATE entries SET line = 'again' WHERE line = 'changed behind'"))
    print(entry.line)
    savepoint = session.begin_nested()
    session.add(Entry(line="undone"))
    savepoint.rollback()
    with session.begin_nested():
        session.add(Entry(line="nested"))
    try:
        with session.begin_nested():
            session.add(Entry(line="nested"))
    except IntegrityError:
        print("a duplicate")
    new = Entry(line="pending")
    session.add(new)
    print(new in session, len(session.new), bool(session.dirty))
    session.expunge(new)
    print(new in session)
    session.add(new)
    session.execute(sa.text("SELECT 1"))
    print(session.execute(sa.text("SELECT count(*) FROM entries WHERE line = 'pending'")).scalar())
    print(session.execute(sa.select(sa.func.count()).select_from(Entry).where(Entry.line == "pending")).scalar())
    session.delete(session.query(Entry).filter(Entry.line == "scoped").one())
    print(session.query(Entry).count())
    session.close()
    # What was not written is given up; what the Session has not begun is not undone.
    session = Session(bind)
    entry = session.query(Entry).filter_by(line="again").one()
    session.commit()
    entry.line = "never written"
    session.add(Entry(line="never added"))
    session.rollback()
    print(len(session.new), entry.line, entry in session)
    session.commit()
    session.delete(entry)
    session.rollback()
    print(list(session.deleted), entry in session)
    try:
        with Session(bind) as other, other.begin():
            other.add(Entry(line="never added"))
            raise ValueError("before anything was written")
    except ValueError as error:
        print(error)
    show(bind)
