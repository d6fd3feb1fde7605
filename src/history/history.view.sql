-- History is for those who are signed in; row-level security decides over rows of places, contacts and consents.
create view shown.changes_cleared with (security_invoker = true) as
  select number, id, at, subject, role, note, kind, batch_id from history.changes;

create view shown.change_records_cleared with (security_invoker = true) as
  select node_id, change_number, table_name, key, operation, before from history.records
  union all
  select node_id, change_number, table_name, key, operation, before from secrets.history_records;

create view shown.import_batches_cleared with (security_invoker = true) as
  select id, kind, file_name, started_at, published_at, reverted_at, counts, reverted from import_batches;
