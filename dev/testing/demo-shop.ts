import { ensureDemoShop } from "@slipstream/migrations/seed/load";

/** Puts the demo shop with its whole catalogue into a migrated test database. */
export async function seedDemoShop(options: { ownerUrl: string }): Promise<void> {
  await ensureDemoShop(options);
}
