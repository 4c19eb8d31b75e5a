"""The shop's database: one engine, and the sanctioned ways to a transaction."""

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import create_engine
from sqlalchemy.orm import Session, sessionmaker

engine = create_engine("postgresql:///shop")
SessionLocal = sessionmaker(engine)


def get_session() -> Iterator[Session]:
    """A session for one request; it is closed behind it, and not committed."""
    session = SessionLocal()
    try:
        yield session
    finally:
        session.close()


@contextmanager
def session_scope() -> Iterator[Session]:
    """A session that is committed when the block ends well."""
    session = SessionLocal()
    try:
        yield session
        session.commit()
    except Exception:
        session.rollback()
        raise
    finally:
        session.close()


def transactional(function: Callable[..., object]) -> Callable[..., object]:
    """Run a function in a transaction of its own; the session comes as its first argument."""

    @functools.wraps(function)
    def inside(*args: object, **kwargs: object) -> object:
        with session_scope() as session:
            return function(session, *args, **kwargs)

    return inside
