create view shown.contacts as
  select id, organisation_id, kind, audience, role_title, value, version from contacts where audience = 'PUBLIC';

create view shown.contacts_cleared with (security_invoker = true) as
  select c.id, c.organisation_id, c.kind, c.audience, coalesce(s.role_title, c.role_title) as role_title, coalesce(s.value, c.value) as value, c.version
  from contacts c left join secrets.contacts s on s.contact_id = c.id
  where c.audience = 'PUBLIC' or s.contact_id is not null;

create view shown.consents_cleared with (security_invoker = true) as
  select s.contact_id, s.purpose, s.source, s.given_on, s.withdrawn_on
  from consents s join contacts c on c.id = s.contact_id
  where viewer_keeps_organisation(c.organisation_id);
