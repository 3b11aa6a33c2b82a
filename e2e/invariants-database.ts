// The invariants that the database shows, as read-only SQL. Called by invariants.ts. Each holds at
// every moment, also while others sign in, because one statement sees one moment.
import { Pool } from "pg";
import type { Journal, Withdrawals } from "./invariants-unlinks";
import { countUnopenable, FIND_SEALED_ROWS, type SealedRow } from "./sealed-tokens";

type Invariant = {
  id: string;
  /** What a row that breaks it is. */
  broken: string;
  /** Everything after SELECT count(*). */
  sql: string;
};

/**
 * I7 (every ciphertext opens) is not SQL's to say: findUnopenable. One unlink a withdrawal (the rest
 * of I5) is in the emulator's ledger: invariants-unlinks.ts.
 */
const ofUsers: Invariant[] = [
  {
    id: "I1",
    broken: "users without a Kakao account",
    sql: `FROM "User" WHERE coalesce("kakaoId", '') !~ '^[1-9][0-9]{0,18}$'`,
  },
  {
    id: "I2",
    broken: "Kakao ids that are several users",
    sql: `FROM (SELECT FROM "User" GROUP BY "kakaoId" HAVING count(*) > 1) repeated`,
  },
  {
    id: "I4",
    broken: "users who have withdrawn",
    sql: `FROM "User" u JOIN "Withdrawal" w ON w."id" = u."id"`,
  },
  {
    id: "I5",
    broken: "jobs due for more than 15 minutes",
    // A job that comes back by itself has its kind for a key; it waits for a worker of any day.
    sql: `FROM "Job" WHERE greatest("dueAt", "leasedUntil") < now() - interval '15 minutes'
      AND "key" IS DISTINCT FROM "kind"`,
  },
  {
    id: "I5",
    broken: "withdrawals that Kakao will never hear of",
    sql: `FROM "Withdrawal" w WHERE "unlinkedAt" IS NULL AND "personHash" IS NOT NULL
      AND NOT EXISTS (SELECT FROM "Job" j WHERE j."key" = 'unlink ' || w."id")`,
  },
];

/** A session or a refresh token; every other table's rows count as I1. */
const SESSION_TABLES = /session|token/i;

type UserColumn = { table: string; column: string; type: string };

/** Whatever is called a user's id or refers to one, so that a new table is watched by itself. */
const FIND_USER_COLUMNS = `
  SELECT quote_ident(t.relname) AS "table", quote_ident(c.attname) AS "column",
         format_type(c.atttypid, NULL) AS "type"
  FROM pg_class t JOIN pg_attribute c ON c.attrelid = t.oid
  WHERE t.relkind = 'r' AND t.relnamespace = current_schema()::regnamespace
    AND c.attnum > 0 AND NOT c.attisdropped
    AND (c.attname ~* 'user_?id$' OR EXISTS (
      SELECT FROM pg_constraint f
      WHERE f.contype = 'f' AND f.confrelid = '"User"'::regclass
        AND f.conrelid = t.oid AND c.attnum = ANY (f.conkey)))
  ORDER BY 1, 2`;

/** What belongs to somebody who has withdrawn; their row itself is looked for in `ofUsers`. */
function pointsToWithdrawn({ table, column, type }: UserColumn): Invariant {
  const id = type === "uuid" ? `w."id"` : `w."id"::text`;
  return {
    id: "I4",
    broken: `rows of ${table} of people who have withdrawn`,
    sql: `FROM ${table} t JOIN "Withdrawal" w ON ${id} = t.${column}`,
  };
}

function pointsToUser({ table, column, type }: UserColumn): Invariant {
  const id = type === "uuid" ? `u."id"` : `u."id"::text`;
  return {
    id: SESSION_TABLES.test(table) ? "I3" : "I1",
    broken: `rows of ${table} whose ${column} is nobody's`,
    sql: `FROM ${table} t WHERE ${column} IS NOT NULL
      AND NOT EXISTS (SELECT FROM "User" u WHERE ${id} = t.${column})`,
  };
}

function asOneStatement(invariants: Invariant[]): string {
  return invariants
    .map(({ id, broken, sql }) => {
      const words = `${id}: ${broken}`.replaceAll("'", "''");
      return `SELECT '${words}' AS "broken", count(*)::int AS "count" ${sql}`;
    })
    .join("\nUNION ALL\n");
}

const COUNT_WITHDRAWALS = `
  SELECT "personHash", count(*)::int AS "withdrawals", count("unlinkedAt")::int AS "done"
  FROM "Withdrawal" WHERE "reason" = 'withdrawn' AND "personHash" IS NOT NULL
  GROUP BY "personHash"`;

export type DatabaseInvariants = {
  /** One round trip, and one for what is sealed. @returns a line for each that is broken */
  findViolations: () => Promise<string[]>;
  /** @param kakaoIds of whom to say whether they are users now */
  readJournal: (kakaoIds: string[]) => Promise<Journal>;
  close: () => Promise<void>;
};

/** @param secrets with which every sealed token must open */
export function watchDatabase(databaseUrl: string, secrets: string[]): DatabaseInvariants {
  const options = "-c default_transaction_read_only=on";
  const pool = new Pool({ connectionString: databaseUrl, max: 1, options });
  // A test of the database's end cuts this line, too; the next question opens another.
  pool.on("error", () => {});
  let statement: Promise<string> | null = null;
  const findStatement = async () => {
    const { rows } = await pool.query<UserColumn>(FIND_USER_COLUMNS);
    const ofColumns = rows.flatMap((column) => [pointsToUser(column), pointsToWithdrawn(column)]);
    return asOneStatement([...ofUsers, ...ofColumns]);
  };
  const findUnopenable = async () => {
    const { rows } = await pool.query<SealedRow>(FIND_SEALED_ROWS);
    const count = countUnopenable(rows, secrets);
    return count > 0 ? [`I7: sealed tokens that do not open (${count})`] : [];
  };
  return {
    findViolations: async () => {
      statement ??= findStatement();
      const { rows } = await pool.query<{ broken: string; count: number }>(await statement);
      const broken = rows
        .filter(({ count }) => count > 0)
        .map(({ broken, count }) => `${broken} (${count})`);
      return [...broken, ...(await findUnopenable())];
    },
    readJournal: async (kakaoIds) => {
      // Users first: whoever is one and had their link cut has withdrawn before.
      const users = await pool.query<{ kakaoId: string }>(
        `SELECT "kakaoId" FROM "User" WHERE "kakaoId" = ANY($1)`,
        [kakaoIds],
      );
      const { rows } = await pool.query<Withdrawals[number]>(COUNT_WITHDRAWALS);
      return { withdrawals: rows, users: new Set(users.rows.map(({ kakaoId }) => kakaoId)) };
    },
    close: () => pool.end(),
  };
}
