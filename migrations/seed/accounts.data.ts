interface SeedAccount {
  /** The same in every installation: products name their seller by it. */
  id: string;
  email: string;
  name: string;
  role: "buyer" | "seller" | "admin" | "ops";
  seller?: { slug: string; name: string; description: string };
}

/** One account for each role, and a second seller: sellers must not see each other's. */
export const seedAccounts: readonly SeedAccount[] = [
  {
    id: "0190a000-0000-7000-8000-000000000001",
    email: "buyer@demo.test",
    name: "Bea Lund",
    role: "buyer",
  },
  {
    id: "0190a000-0000-7000-8000-000000000002",
    email: "seller@demo.test",
    name: "Sami Holt",
    role: "seller",
    seller: {
      slug: "harbour-makers",
      name: "Harbour Makers",
      description: "Seven workshops that share one loading bay.",
    },
  },
  {
    id: "0190a000-0000-7000-8000-000000000003",
    email: "seller2@demo.test",
    name: "Tilda Voss",
    role: "seller",
    seller: {
      slug: "upper-mill",
      name: "Upper Mill",
      description: "Small makers from the hills, brought to the door.",
    },
  },
  {
    id: "0190a000-0000-7000-8000-000000000004",
    email: "admin@demo.test",
    name: "Ada Brandt",
    role: "admin",
  },
  {
    id: "0190a000-0000-7000-8000-000000000005",
    email: "ops@demo.test",
    name: "Ola Reyes",
    role: "ops",
  },
];
