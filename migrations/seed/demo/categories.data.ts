import type { TintName } from "@slipstream/illustrations";

interface Branch {
  slug: string;
  name: string;
  tint: TintName;
  description: string;
  leaves: readonly (readonly [slug: string, name: string, description: string])[];
}

/** The shop's departments and what is in them. */
export const branches: readonly Branch[] = [
  {
    slug: "lighting",
    name: "Lighting",
    tint: "lighting",
    description: "Lamps for reading, eating and finding the stairs.",
    leaves: [
      ["lamps", "Lamps", "Pendants, table lamps and floor lamps."],
      ["candles", "Candles and small lights", "Candles, what holds them, and lights on a string."],
    ],
  },
  {
    slug: "tableware",
    name: "Tableware",
    tint: "tableware",
    description: "What stands on the table between the cook and the guests.",
    leaves: [
      ["cups-and-pots", "Mugs, teapots and jugs", "For everything that is poured."],
      ["plates-and-bowls", "Plates and bowls", "Sold singly, made to stack."],
      ["glasses-and-cutlery", "Glasses and cutlery", "Blown glass and well-weighted steel."],
      ["serving", "Serving", "Cake stands and trays."],
    ],
  },
  {
    slug: "kitchen",
    name: "Kitchen",
    tint: "kitchen",
    description: "Tools that are used every day and last for years.",
    leaves: [
      ["pots-and-pans", "Kettles, pots and pans", "For the hob, the oven and the table."],
      ["kitchen-tools", "Knives, boards and aprons", "Sharp, solid and washable."],
      ["kitchen-storage", "Jars, tins and coffee", "Keeping things, and starting the day."],
    ],
  },
  {
    slug: "furniture",
    name: "Furniture",
    tint: "furniture",
    description: "A small collection in solid wood, made to be repaired.",
    leaves: [
      ["seating", "Chairs, stools and benches", "Somewhere to sit, upright or not."],
      [
        "tables-and-storage",
        "Tables, shelves and baskets",
        "Surfaces, and places for what lies on them.",
      ],
    ],
  },
  {
    slug: "textiles",
    name: "Textiles",
    tint: "textiles",
    description: "Wool, linen and cotton for sofas, beds, floors and tables.",
    leaves: [
      ["cushions-and-throws", "Cushions and throws", "Everything soft for the evening."],
      ["rugs", "Rugs", "Flat-woven, in three sizes."],
      ["table-linen", "Table linen", "Napkins, runners and cloths."],
    ],
  },
  {
    slug: "decoration",
    name: "Decoration",
    tint: "decor",
    description: "Vases, clocks, mirrors and what hangs on walls.",
    leaves: [
      ["vases", "Vases", "For one branch or a whole garden."],
      ["clocks-and-mirrors", "Clocks and mirrors", "Time, light and a last look before the door."],
      ["wall", "Prints, signs and hooks", "For bare walls."],
      ["seasonal", "Ornaments and garlands", "Small things for feast days."],
    ],
  },
  {
    slug: "garden",
    name: "Garden",
    tint: "garden",
    description: "Plants, pots and tools, for a garden or a sill.",
    leaves: [
      ["plants-and-pots", "Plants and planters", "Green things and where they live."],
      ["garden-tools", "Garden tools", "Cans, tools and houses for birds."],
    ],
  },
  {
    slug: "bags",
    name: "Bags",
    tint: "bags",
    description: "To carry a day, a weekend or a few coins.",
    leaves: [
      ["backpacks", "Backpacks and weekend bags", "For work and for going away."],
      ["totes", "Totes", "For the market, the beach and books."],
      ["small-leather", "Wallets and pouches", "Small things that hold small things."],
    ],
  },
  {
    slug: "clothing",
    name: "Clothing",
    tint: "clothing",
    description: "Few pieces, good cloth, straight cuts.",
    leaves: [
      ["knitwear", "Knitwear", "Sweaters and cardigans."],
      ["tops", "T-shirts", "Heavy cotton and washed linen."],
      ["jackets", "Jackets", "For work, wind and rain."],
      ["socks", "Socks", "Short and long."],
    ],
  },
  {
    slug: "accessories",
    name: "Accessories",
    tint: "accessories",
    description: "What goes on last.",
    leaves: [
      ["hats-and-scarves", "Hats, scarves and gloves", "For heads, necks and hands."],
      ["everyday", "Umbrellas, watches and glasses", "Things you would turn back for."],
      ["jewellery", "Jewellery", "Light pieces in metal and enamel."],
    ],
  },
  {
    slug: "shoes",
    name: "Shoes",
    tint: "shoes",
    description: "Resolable where we can, comfortable always.",
    leaves: [
      ["sneakers", "Sneakers", "Canvas and leather."],
      ["boots", "Boots", "For weather."],
      ["slippers", "Slippers", "For home."],
    ],
  },
  {
    slug: "sound",
    name: "Sound and desk",
    tint: "sound",
    description: "Machines with few buttons, and instruments with none.",
    leaves: [
      ["listening", "Headphones, speakers and radios", "For music and for voices."],
      ["desk-tech", "Keyboards and cameras", "For words and for light."],
      ["instruments", "Instruments", "Small guitars and ukuleles."],
    ],
  },
  {
    slug: "paper",
    name: "Paper",
    tint: "paper",
    description: "Stationery, books and cards.",
    leaves: [
      ["notebooks", "Notebooks and books", "To fill and to read."],
      ["writing", "Pens and pencils", "To write and to draw."],
      ["cards-and-wrap", "Cards and wrap", "For the post and for presents."],
    ],
  },
  {
    slug: "children",
    name: "Children",
    tint: "toys",
    description: "Toys that need no batteries.",
    leaves: [
      ["wooden-toys", "Wooden toys", "Blocks, engines and cars."],
      ["soft-toys", "Soft toys and dolls", "For company."],
      ["games", "Puzzles and games", "For rainy afternoons."],
      ["outdoor-play", "Balls and kites", "For the other afternoons."],
    ],
  },
  {
    slug: "outdoors",
    name: "Outdoors",
    tint: "outdoor",
    description: "For nights in a tent and days on a bicycle.",
    leaves: [
      ["camping", "Tents, torches and mats", "For sleeping out."],
      ["bottles-and-lunch", "Bottles and lunch boxes", "For eating and drinking on the way."],
      ["cycling", "Bicycle helmets", "For town and for hills."],
    ],
  },
  {
    slug: "pantry",
    name: "Pantry",
    tint: "pantry",
    description: "A short shelf of things that we eat ourselves.",
    leaves: [
      ["coffee-and-tea", "Coffee and tea", "Roasted and picked for us."],
      ["preserves-and-oil", "Preserves and oil", "From small kitchens and one olive press."],
      ["chocolate", "Chocolate", "Bars and boxes."],
    ],
  },
  {
    slug: "bath",
    name: "Bath",
    tint: "bath",
    description: "Soap, lotion, brushes and towels.",
    leaves: [
      ["soap-and-care", "Soap and care", "Mild things in plain bottles."],
      ["towels", "Towels", "Linen and cotton."],
    ],
  },
  {
    slug: "occasions",
    name: "Occasions",
    tint: "gifts",
    description: "For parties, presents and what one keeps of them.",
    leaves: [
      ["party", "Party", "Cups, balloons and bags."],
      ["keeping", "Boxes for keeping", "Money boxes and keepsake boxes."],
    ],
  },
];
