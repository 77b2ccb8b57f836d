"""The steps of the schema, run by alembic from `pacecar.service.storage.migrating`."""
