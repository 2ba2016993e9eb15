-- revision: a94be1d05f37
-- down_revision: 8d20c4b7e913
-- message: index titles
-- create_date: 2026-03-09 11:02:31.450077

-- migrate:up transaction:false

CREATE INDEX CONCURRENTLY ix_items_title ON items (lower(title));

-- migrate:down transaction:false

DROP INDEX CONCURRENTLY ix_items_title;
