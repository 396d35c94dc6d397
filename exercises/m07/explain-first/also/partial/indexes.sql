-- a and b
CREATE INDEX by_user ON orders (user_id, created_at DESC);
-- c and d: only the open ones are in it
CREATE INDEX open_by_time ON orders (created_at) WHERE status = 'open';
