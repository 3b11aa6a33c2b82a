-- The rights that the running app needs, and no more: it reads and writes rows. It makes no table,
-- changes none, empties none and reads nothing of another schema. Migrations run as the tables'
-- owner (DATABASE_URL_UNPOOLED of `npm run migrate`).
--
-- Run once by the owner, in the app's database, after the first `npm run migrate`:
--
--   CREATE ROLE humblebug_app LOGIN PASSWORD '…' NOSUPERUSER NOCREATEDB NOCREATEROLE;
--
-- and then this file. Tables of later migrations are covered by its last statement.

REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO humblebug_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO humblebug_app;
-- Which migrations were applied is for `npm run migrate` to write; the app only looks.
REVOKE INSERT, UPDATE, DELETE ON "_prisma_migrations" FROM humblebug_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public
  GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO humblebug_app;
