"""The memory: tables, migrations, one file per noun, full-text search, behind one `Store`."""
