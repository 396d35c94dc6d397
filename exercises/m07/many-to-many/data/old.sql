-- The lists of the school so far: they are moved into your tables.
CREATE TABLE old_users (id INTEGER, email TEXT);
CREATE TABLE old_courses (id INTEGER, title TEXT);
CREATE TABLE old_enrolments (user_id INTEGER, course_id INTEGER, day TEXT);
CREATE TABLE old_settings (user_id INTEGER, language TEXT);
CREATE TABLE old_messages (
  id INTEGER, sender_id INTEGER, recipient_id INTEGER, body TEXT
);
