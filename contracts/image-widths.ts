/**
 * The widths in which uploaded pictures are kept, smallest first; a narrower picture also has its
 * own width, which its address names: /media/u/<hash>/<width>.webp. Free of dependencies: the shop's
 * pages make `srcset` of it.
 */
export const IMAGE_WIDTHS = [400, 800, 1600] as const;
