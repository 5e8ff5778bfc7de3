/** The class of the one picture that travels from page to page. */
export const MOVING = "moving-picture";

/**
 * The page's own picture gives the name up: two pictures with one name and nothing moves. The
 * element is about to leave with its page, so nobody has to give the class back.
 */
export function releaseMovingPicture(): void {
  for (const element of document.querySelectorAll(`.${MOVING}`)) element.classList.remove(MOVING);
}
