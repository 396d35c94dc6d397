create index users_email_nocase on users (email collate nocase);
select id, name, email from users
where email = (select email from typed) collate nocase;
