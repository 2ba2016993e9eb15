-- revision: f2a64d7b0c39
-- down_revision: d7b8e25c4f06
-- message: count items by owner
-- create_date: 2026-04-02 09:30:12.004518

-- migrate:up

CREATE VIEW items_by_owner AS
SELECT u.email, count(i.id) AS items
FROM users u
LEFT JOIN items i ON i.owner_id = u.id
GROUP BY u.email;

-- migrate:down

DROP VIEW items_by_owner;
