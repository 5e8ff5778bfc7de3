import { ProblemError } from "@slipstream/contracts/problems";
import { MAX_CATEGORY_DEPTH } from "@slipstream/contracts/selling-api";

interface Place {
  slug: string;
  parentSlug: string | null;
}

/** A category and all below it, itself first. */
export function below(tree: readonly Place[], slug: string): string[] {
  const slugs = [slug];
  for (let index = 0; index < slugs.length; index++) {
    for (const category of tree) {
      if (category.parentSlug === slugs[index] && !slugs.includes(category.slug)) {
        slugs.push(category.slug);
      }
    }
  }
  return slugs;
}

/**
 * Whether a category, new or with all below it, may lie under that parent. Throws
 * `unknown_category`, `category_cycle`, `category_too_deep`.
 */
export function requirePlace(tree: readonly Place[], { slug, parentSlug }: Place): void {
  if (parentSlug === null) return;
  const parents = new Map(tree.map((category) => [category.slug, category.parentSlug]));
  if (!parents.has(parentSlug)) {
    throw new ProblemError("unknown_category", {
      issues: [{ path: "parentSlug", message: "There is no such category" }],
    });
  }
  if (below(tree, slug).includes(parentSlug)) {
    throw new ProblemError("category_cycle", {
      issues: [{ path: "parentSlug", message: "A category cannot lie below itself" }],
    });
  }
  if (depthOf(parents, parentSlug) + heightOf(tree, slug) > MAX_CATEGORY_DEPTH) {
    throw new ProblemError("category_too_deep", {
      issues: [{ path: "parentSlug", message: `At most ${MAX_CATEGORY_DEPTH} levels fit` }],
    });
  }
}

/** Levels from the top down to a category; 1 at the top. */
function depthOf(parents: ReadonlyMap<string, string | null>, slug: string): number {
  let depth = 0;
  for (
    let at: string | null | undefined = slug;
    at && depth <= parents.size;
    at = parents.get(at)
  ) {
    depth++;
  }
  return depth;
}

/** Levels from a category down, itself counted. */
function heightOf(tree: readonly Place[], slug: string): number {
  let level = [slug];
  let height = 0;
  while (level.length > 0 && height <= tree.length) {
    height++;
    const parents = new Set(level);
    level = tree
      .filter((each) => each.parentSlug !== null && parents.has(each.parentSlug))
      .map((each) => each.slug);
  }
  return height;
}
