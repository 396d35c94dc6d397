-- One run, one finished run, none finished, no run at all.
INSERT INTO runners (id, name) VALUES
  (91, 'José'), (92, 'Tariq'), (93, 'Ingrid'), (94, 'Pelé');

INSERT INTO runs (id, runner_id, seconds) VALUES
  (901, 91, 333),
  (921, 92, NULL), (922, 92, 400), (923, 92, NULL),
  (931, 93, NULL), (932, 93, NULL);
