"""What all tables share: how things are named, ids, and rows that belong to others."""

from sqlalchemy import Column, ForeignKey, Integer, MetaData

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)


def own_id(comment: str) -> Column[int]:
    """Give a table an id of its own."""
    return Column("id", Integer, primary_key=True, comment=comment)


def belongs(name: str, target: str, comment: str, *, key: bool = False) -> Column[int]:
    """Belong to a row of another table and go with it."""
    return Column(
        name,
        Integer,
        ForeignKey(target, ondelete="CASCADE"),
        primary_key=key,
        autoincrement=False,
        nullable=False,
        comment=comment,
    )
