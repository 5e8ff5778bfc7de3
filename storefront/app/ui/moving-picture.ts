/** The class of the one picture that travels from page to page. */
export const MOVING = "moving-picture";

/**
 * Lets the picture of a card travel to the page that the card leads to. The page's own gives the
 * name up: two pictures with one name, as where a product stands on a page twice, and nothing moves.
 */
export function movePicture(card: Element): void {
  for (const picture of document.querySelectorAll(`.${MOVING}`)) picture.classList.remove(MOVING);
  card.querySelector(".picture")?.classList.add(MOVING);
}
