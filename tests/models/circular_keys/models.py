from sqlalchemy import Column, ForeignKey, Integer
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class Department(Base):
    __tablename__ = "department"
    id = Column(Integer, primary_key=True)
    head_id = Column(Integer, ForeignKey("worker.id", use_alter=True, name="fk_head"))


class Worker(Base):
    __tablename__ = "worker"
    id = Column(Integer, primary_key=True)
    department_id = Column(Integer, ForeignKey("department.id"))


target_metadata = Base.metadata
