"""Runs the steps on the connection that `storage.schema` hands over, inside its transaction.

There is no alembic.ini and no logging set up here: both belong to the program around.
"""

from alembic import context

from storage.schema import is_ours
from storage.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    include_name=is_ours,
    transactional_ddl=True,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
