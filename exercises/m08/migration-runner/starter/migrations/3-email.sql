-- May be NULL: older users have none.
ALTER TABLE users ADD COLUMN email TEXT;
