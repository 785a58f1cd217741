-- 1: the operation was taken back, and can be made again until a new one is written; then it is discarded too.
ALTER TABLE operation ADD COLUMN undone INTEGER NOT NULL DEFAULT 0 CHECK (undone IN (0, 1));
ALTER TABLE operation ADD COLUMN discarded INTEGER NOT NULL DEFAULT 0 CHECK (discarded <= undone);
CREATE INDEX operation_undone ON operation (undone, discarded);
