"""Makes the full-text index over `tokens`, and fills it with what is there.

Tokens come folded and stemmed, separated by blanks. Both databases must take each as it is, so
that both find the same: FTS5 gets every category of character but separators as part of a word,
and PostgreSQL an array of words instead of a text to parse.
"""

from alembic import op

revision = "0002_search"
down_revision = "0001_reading"
branch_labels = None
depends_on = None

_SQLITE = (
    # detail=column: in which field a word stands is asked, where in it never.
    """
    CREATE VIRTUAL TABLE search USING fts5(
        lead, body, content='tokens', content_rowid='article', detail=column,
        tokenize="unicode61 remove_diacritics 0 categories 'L* M* N* P* S* C*'"
    )
    """,
    "CREATE VIRTUAL TABLE search_terms USING fts5vocab(search, col)",
    """
    CREATE TRIGGER search_insert AFTER INSERT ON tokens BEGIN
        INSERT INTO search (rowid, lead, body) VALUES (new.article, new.lead, new.body);
    END
    """,
    """
    CREATE TRIGGER search_delete AFTER DELETE ON tokens BEGIN
        INSERT INTO search (search, rowid, lead, body)
        VALUES ('delete', old.article, old.lead, old.body);
    END
    """,
    """
    CREATE TRIGGER search_update AFTER UPDATE ON tokens BEGIN
        INSERT INTO search (search, rowid, lead, body)
        VALUES ('delete', old.article, old.lead, old.body);
        INSERT INTO search (rowid, lead, body) VALUES (new.article, new.lead, new.body);
    END
    """,
    "INSERT INTO search (search) VALUES ('rebuild')",
)

_POSTGRESQL = (
    # Everything wide is kept beside the table, so that a page lists a hundred articles, not six.
    "ALTER TABLE tokens SET (toast_tuple_target = 128)",
    """
    ALTER TABLE tokens
        ADD COLUMN lead_terms tsvector
            GENERATED ALWAYS AS (array_to_tsvector(string_to_array(lead, ' '))) STORED,
        ADD COLUMN body_terms tsvector
            GENERATED ALWAYS AS (array_to_tsvector(string_to_array(body, ' '))) STORED
    """,
    "COMMENT ON COLUMN tokens.lead_terms IS 'the lead as it is searched'",
    "COMMENT ON COLUMN tokens.body_terms IS 'the body as it is searched'",
    "CREATE INDEX ix_tokens_lead_terms ON tokens USING gin (lead_terms)",
    "CREATE INDEX ix_tokens_body_terms ON tokens USING gin (body_terms)",
)


def upgrade() -> None:
    postgresql = op.get_bind().dialect.name == "postgresql"
    for statement in _POSTGRESQL if postgresql else _SQLITE:
        op.execute(statement)
