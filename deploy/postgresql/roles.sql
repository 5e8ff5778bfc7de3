-- Once, as superuser. Row-level security holds the application's role: it owns nothing, and never
-- bypasses. The backup's role reads all and writes nothing.
CREATE ROLE slipstream_owner LOGIN PASSWORD :'owner_password';
CREATE ROLE slipstream_app LOGIN NOBYPASSRLS PASSWORD :'app_password';
CREATE ROLE slipstream_backup LOGIN BYPASSRLS PASSWORD :'backup_password';
GRANT pg_read_all_data TO slipstream_backup;
ALTER ROLE slipstream_owner SET lock_timeout = '3s';
CREATE DATABASE slipstream OWNER slipstream_owner;
\connect slipstream
CREATE EXTENSION pg_trgm;
CREATE EXTENSION unaccent;
