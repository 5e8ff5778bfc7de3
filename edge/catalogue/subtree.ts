/** A category's slug and those of all below it, what is above first. */
export function subtreeOf(
  slug: string,
  categories: readonly { slug: string; parentSlug?: string | null | undefined }[],
): string[] {
  const slugs = new Set([slug]);
  // A set is walked through to its end, what joins it meanwhile included.
  for (const above of slugs) {
    for (const category of categories) {
      if (category.parentSlug === above) slugs.add(category.slug);
    }
  }
  return [...slugs];
}
