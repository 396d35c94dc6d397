-- Who and what.
CREATE TABLE users (id, email);
CREATE TABLE courses (id, title);

-- Who takes what, since which day.
CREATE TABLE enrolments (user_id, course_id, day);

-- What a user has one of.
CREATE TABLE settings (user_id, language);

-- Who writes to whom.
CREATE TABLE messages (id, sender_id, recipient_id, body);
