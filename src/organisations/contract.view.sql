create view shown.contracts as select id, organisation_id, awarded_by, title, reference, value, currency, valid, source, version from contracts;
