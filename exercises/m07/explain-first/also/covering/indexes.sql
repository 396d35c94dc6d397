create index if not exists status_newest
  on orders (status, created_at desc, user_id);
create index if not exists user_newest
  on orders (user_id, created_at desc, total_cents);
analyze;
explain query plan select id, total_cents from orders
where user_id = 7 order by created_at desc;
