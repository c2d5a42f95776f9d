-- Whether the rows (syntheses.rows) stand as persons ordered them, and how often they have.
ALTER TABLE syntheses ADD COLUMN by_hand BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE syntheses ADD COLUMN moves BIGINT NOT NULL DEFAULT 0;
