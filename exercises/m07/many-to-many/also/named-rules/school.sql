create table courses (id integer primary key autoincrement, title text not null);
create table users (id integer primary key autoincrement, email text not null);

create table enrolments (
  day date not null,
  course_id int not null,
  user_id int not null,
  constraint pair_once primary key (course_id, user_id),
  constraint of_user foreign key (user_id) references users on delete cascade,
  constraint of_course foreign key (course_id) references courses on delete restrict
) without rowid;

create table settings (
  user_id int not null unique,
  language varchar(10) not null,
  constraint of_user foreign key (user_id) references users on delete cascade
);

create table messages (
  id integer primary key,
  body text not null,
  sender_id int,
  recipient_id int,
  constraint not_to_himself check (sender_id is null or recipient_id is null or sender_id != recipient_id),
  constraint sender foreign key (sender_id) references users on delete set null,
  constraint recipient foreign key (recipient_id) references users on delete set null
);
