/** As large as other sites show it. */
export const LINK_PICTURE = { width: 1_200, height: 630 } as const;

const drawn = /\/media\/drawn\/(.+)\.svg$/;

/** What other sites are told to show of a link: a drawing as a PNG, any other picture as it is. */
export function linkPictureTags(url: string): { property: string; content: string }[] {
  if (!drawn.test(url)) return [{ property: "og:image", content: url }];
  return [
    { property: "og:image", content: url.replace(drawn, "/media/link/$1.png") },
    { property: "og:image:type", content: "image/png" },
    { property: "og:image:width", content: String(LINK_PICTURE.width) },
    { property: "og:image:height", content: String(LINK_PICTURE.height) },
  ];
}
