import { migrate } from "@slipstream/migrations/migrate";
import { runProgram, UsageError } from "./terminal/program.ts";

await runProgram({
  command: {
    meta: {
      name: "npm run migrate --",
      description:
        "Brings the database of DATABASE_OWNER_URL to this version's schema; npm start does so by itself.",
    },
    args: {},
  },
  run: async () => {
    const ownerUrl = process.env.DATABASE_OWNER_URL;
    if (!ownerUrl)
      throw new UsageError("set DATABASE_OWNER_URL, of the role that owns the tables.");
    await migrate({ ownerUrl });
    return 0;
  },
});
