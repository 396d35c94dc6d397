-- 1
create index orders_time_id on orders (created_at, id);
select id, created_at, total_cents from orders
order by created_at desc, id desc limit 20;

-- 2
select id, created_at, total_cents from orders
where created_at <= (select created_at from last_seen)
  and (created_at < (select created_at from last_seen)
    or id < (select id from last_seen))
order by created_at desc, id desc limit 20;
