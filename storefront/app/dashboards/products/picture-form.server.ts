interface Picture {
  url: string;
  alt: string;
}

/**
 * The pictures as the form has them, after the button that was pressed: `up 2` and `down 2` move
 * one, `remove 2` takes it away, anything else leaves their order.
 */
export function picturesOf(form: FormData): Picture[] {
  const pictures = form.getAll("url").map((url, place) => ({
    url: String(url),
    alt: String(form.get(`alt.${place}`) ?? ""),
  }));
  const [verb, text] = String(form.get("press") ?? "").split(" ");
  const place = Number(text);
  const picture = pictures[place];
  if (!picture) return pictures;
  if (verb === "remove") return pictures.filter((_, each) => each !== place);
  const to = verb === "up" ? place - 1 : verb === "down" ? place + 1 : place;
  const other = pictures[to];
  if (other) [pictures[place], pictures[to]] = [other, picture];
  return pictures;
}
