#!/usr/bin/env bash
# Makes the user that the service signs in as; `vcs-atlas migrate` grants it the service's two roles.
set -euo pipefail
psql -v ON_ERROR_STOP=1 -v password="$ATLAS_LOGIN_PASSWORD" --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" <<'SQL'
create role atlas_login login password :'password';
SQL
