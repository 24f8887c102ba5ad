# SPDX-License-Identifier: EUPL-1.2
"""Alembic's entry: brings the database of the given connection up to date."""

from alembic import context

from kolapp_server.store.tables import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, render_as_batch=True, transactional_ddl=True)
with context.begin_transaction():
    context.run_migrations()
