const UNIQUE_VIOLATION = "23505";
const FOREIGN_KEY_VIOLATION = "23503";

/** The constraint that an error of PostgreSQL says was broken; undefined for any other error. */
export function brokenConstraint(error: unknown): string | undefined {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const { code, constraint_name: constraint } = cause as {
      code?: string;
      constraint_name?: string;
    };
    if (code === UNIQUE_VIOLATION || code === FOREIGN_KEY_VIOLATION) return constraint ?? code;
  }
  return undefined;
}
