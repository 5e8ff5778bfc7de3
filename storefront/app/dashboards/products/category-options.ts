import type { Category } from "@slipstream/contracts/shop-api";

type Node = Pick<Category, "slug" | "name"> & { parentSlug?: string | null | undefined };

/** Categories as a tree reads, parents before children, each with its level from 0. */
export function inTreeOrder<T extends Node>(
  categories: readonly T[],
): { node: T; level: number }[] {
  const children = Map.groupBy(categories, ({ parentSlug }) => parentSlug ?? "");
  const found: { node: T; level: number }[] = [];
  const add = (parent: string, level: number) => {
    for (const node of children.get(parent) ?? []) {
      // In a circle of bad data each is shown once.
      if (found.length >= categories.length) return;
      found.push({ node, level });
      add(node.slug, level + 1);
    }
  };
  add("", 0);
  return found;
}

/** Choices for a select: deeper ones further in. */
export function categoryOptions(categories: readonly Node[]): { value: string; text: string }[] {
  return inTreeOrder(categories).map(({ node, level }) => ({
    value: node.slug,
    text: `${"\u2003".repeat(level)}${node.name}`,
  }));
}
