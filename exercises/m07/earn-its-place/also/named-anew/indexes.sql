-- All of them go, and three come.
drop index if exists orders_code;
drop index if exists orders_user;
drop index if exists orders_user_time;
drop index if exists orders_courier;
drop index if exists orders_status;
drop index if exists orders_time_user;
drop index if exists orders_total;
create index user_newest on orders (user_id, created_at desc);
create index courier_day on orders (courier_id, created_at);
create index by_time on orders (created_at);
analyze;
