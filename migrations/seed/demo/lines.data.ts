import type { ColourName, PatternName } from "@slipstream/illustrations";

export type StyleName = "calm" | "playful" | "rustic" | "technical" | "classic" | "botanical";

interface Style {
  colours: readonly ColourName[];
  patterns: readonly PatternName[];
  /** First sentences: {thing} is the form with its article, {finish} its colour and material. */
  openers: readonly string[];
}

export const styles: Readonly<Record<StyleName, Style>> = {
  calm: {
    colours: ["white", "oat", "sage", "grey", "sand", "sky", "cream"],
    patterns: ["plain", "plain", "plain", "plain", "grid", "bands"],
    openers: [
      "{Thing} {finish}, and nothing on it that could be left out.",
      "{Thing} {finish}. Quiet from across the room, and good up close.",
      "Plain at first sight: {thing} {finish}.",
      "{Thing} {finish}, soft at the edges and without ornament.",
      "We wanted less, and got {thing} {finish}.",
      "{Thing} {finish}, pale and even like a winter morning.",
      "{Thing} {finish}, to be used daily and noticed seldom.",
      "There is room around it: {thing} {finish}.",
      "{Thing} {finish}, lighter in the hand than it looks.",
      "{Thing} {finish}. It leaves the talking to the room.",
      "One shape, one colour, done well: {thing} {finish}.",
      "{Thing} {finish}, made for mornings without a plan.",
    ],
  },
  playful: {
    colours: ["yellow", "pink", "orange", "blue", "red", "teal", "lilac"],
    patterns: ["dots", "stripes", "check", "waves", "plain", "dots", "bands"],
    openers: [
      "{Thing} {finish}, for days that need a push.",
      "It is hard to be cross near {thing} {finish}.",
      "{Thing} {finish}. Not shy, and glad to be seen.",
      "Someone had to make {thing} {finish}, so we did.",
      "{Thing} {finish}, drawn with a thick pen and a good mood.",
      "Put it where you will pass it often: {thing} {finish}.",
      "{Thing} {finish}, because beige has had its turn.",
      "{Thing} {finish}. Children point at it; adults buy it.",
      "Loud in the best sense: {thing} {finish}.",
      "{Thing} {finish}, and the rest of the room will catch up.",
      "A small holiday: {thing} {finish}.",
      "{Thing} {finish}, from the cheerful end of the shelf.",
    ],
  },
  rustic: {
    colours: ["brown", "terracotta", "mustard", "olive", "natural", "sand", "red"],
    patterns: ["plain", "plain", "check", "herringbone", "stripes"],
    openers: [
      "{Thing} {finish}, made the way it has been made for a long time.",
      "{Thing} {finish}, the marks of the hand left in.",
      "Solid, honest and a little heavy: {thing} {finish}.",
      "{Thing} {finish}. It does not mind being used.",
      "Made for farmhouses, at ease in flats: {thing} {finish}.",
      "{Thing} {finish}, better after a few years of use.",
      "{Thing} {finish}, as good in mud as in company.",
      "Made by hand and meant for hands: {thing} {finish}.",
      "{Thing} {finish}. The second owner will like it even more.",
      "{Thing} {finish}, sturdy without being coarse.",
      "No varnish on the truth here: {thing} {finish}.",
      "{Thing} {finish}, at home near a stove.",
    ],
  },
  technical: {
    colours: ["black", "charcoal", "grey", "navy", "orange", "white"],
    patterns: ["plain", "plain", "plain", "grid", "stripes"],
    openers: [
      "{Thing} {finish}, worked out to the millimetre.",
      "Every part has a reason: {thing} {finish}.",
      "{Thing} {finish}. Tested first, styled second.",
      "{Thing} {finish}, made to tolerances you can feel.",
      "Fewer parts than usual make up {thing} {finish}.",
      "{Thing} {finish}, designed so that it can be put right.",
      "{Thing} {finish}, drawn at full scale before anything was cut.",
      "{Thing} {finish}. It does what it says, quietly.",
      "Measured, built, measured again: {thing} {finish}.",
      "{Thing} {finish}, with nothing left to chance and little to break.",
      "{Thing} {finish}, for people who read the manual.",
      "Function set the shape, and the shape turned out well: {thing} {finish}.",
    ],
  },
  classic: {
    colours: ["navy", "green", "cream", "plum", "red", "white", "brown"],
    patterns: ["plain", "plain", "stripes", "herringbone", "check", "bands"],
    openers: [
      "{Thing} {finish}, of the kind your grandparents chose once and kept.",
      "{Thing} {finish}. It has looked right for eighty years.",
      "Well proportioned and in no hurry: {thing} {finish}.",
      "{Thing} {finish}, made from a pattern in our own archive.",
      "There is a proper way to make it, and here it is: {thing} {finish}.",
      "{Thing} {finish}, smart enough for Sunday and easy enough for Monday.",
      "{Thing} {finish}, correct in every drawing room and most kitchens.",
      "{Thing} {finish}. Buy it once.",
      "A safe choice, in the best sense: {thing} {finish}.",
      "{Thing} {finish}, finished as carefully on the inside.",
      "Made to be left to someone: {thing} {finish}.",
      "{Thing} {finish}, with good manners and a long memory.",
    ],
  },
  botanical: {
    colours: ["sage", "green", "olive", "rose", "lilac", "cream", "teal"],
    patterns: ["leaves", "leaves", "plain", "waves", "leaves", "plain"],
    openers: [
      "{Thing} {finish}, after a walk along a hedge.",
      "{Thing} {finish}. The garden comes in with it.",
      "Drawn in a greenhouse on a wet day: {thing} {finish}.",
      "{Thing} {finish}, in the colours of April.",
      "Something of the garden for indoors: {thing} {finish}.",
      "{Thing} {finish}, calm as a well-kept border.",
      "{Thing} {finish}, for those who would rather be outside.",
      "{Thing} {finish}. Look long enough and you smell rain.",
      "Green fingers are not required: {thing} {finish}.",
      "{Thing} {finish}, as fresh in November as in May.",
      "{Thing} {finish}, sketched from life with cold hands.",
      "From the far end of the garden: {thing} {finish}.",
    ],
  },
};

export interface Line {
  name: string;
  style: StyleName;
  brand: string;
  /** About the line; true of everything in it. */
  notes: readonly [string, string];
  /** Price level, 1 is usual. */
  level: number;
}

/** Named lines and who makes them. */
export const lines: readonly Line[] = [
  {
    name: "Ida",
    style: "calm",
    brand: "Studio Maren Holt",
    level: 1.1,
    notes: [
      "Maren Holt drew the Ida line for her own small flat, where everything is always in view.",
      "In the Ida line each shape starts as a circle and ends as a tool.",
    ],
  },
  {
    name: "Tove",
    style: "calm",
    brand: "Studio Maren Holt",
    level: 1,
    notes: [
      "Tove is the line that Maren Holt goes back to when a brief is too long.",
      "The name is that of a neighbour who lent her tools and never asked for them back.",
    ],
  },
  {
    name: "Signe",
    style: "calm",
    brand: "Havn",
    level: 0.95,
    notes: [
      "Havn makes the Signe line on an island with one ferry a day, which helps concentration.",
      "Signe comes in the colours of a harbour before the boats go out.",
    ],
  },
  {
    name: "Aske",
    style: "calm",
    brand: "Havn",
    level: 0.9,
    notes: [
      "Aske means ash, the tree and the colour, and the line keeps to both.",
      "Two brothers run Havn; one draws and the other says no.",
    ],
  },
  {
    name: "Runa",
    style: "calm",
    brand: "Nordlys Works",
    level: 1.2,
    notes: [
      "Nordlys Works spent two winters on the Runa line and threw the first away.",
      "Runa is made in a former school, and the bell still marks the coffee break.",
    ],
  },
  {
    name: "Elin",
    style: "calm",
    brand: "Nordlys Works",
    level: 1,
    notes: [
      "Elin is for people who put things back where they were.",
      "The Elin line has grown slowly since 2016, and nothing has left it.",
    ],
  },
  {
    name: "Solvei",
    style: "calm",
    brand: "Studio Maren Holt",
    level: 1.3,
    notes: [
      "Solvei is our most careful line: each piece is checked by the person who packs it.",
      "Light was the starting point of Solvei, and most of it was kept.",
    ],
  },
  {
    name: "Mika",
    style: "calm",
    brand: "Havn",
    level: 0.85,
    notes: [
      "Mika is the simple line, priced so that one can begin with it.",
      "Nothing in the Mika line takes longer to explain than to use.",
    ],
  },
  {
    name: "Pip",
    style: "playful",
    brand: "Tumble & Co",
    level: 0.85,
    notes: [
      "Pip began as a drawing by a six-year-old, and we changed very little.",
      "Tumble & Co test the Pip line on their own children, who are severe.",
    ],
  },
  {
    name: "Lolo",
    style: "playful",
    brand: "Tumble & Co",
    level: 0.9,
    notes: [
      "Lolo pairs two colours that were told not to meet.",
      "The Lolo line is made in a former circus winter quarters, which explains something.",
    ],
  },
  {
    name: "Zaza",
    style: "playful",
    brand: "Atelier Confetti",
    level: 1,
    notes: [
      "Atelier Confetti mixes the Zaza colours by eye and writes them down afterwards.",
      "Zaza is named after a parrot that lived in the studio and had opinions.",
    ],
  },
  {
    name: "Bobbin",
    style: "playful",
    brand: "Atelier Confetti",
    level: 0.95,
    notes: [
      "Bobbin takes its patterns from the ends of spools in a closed thread factory.",
      "Everything in the Bobbin line looks as if it were about to roll away.",
    ],
  },
  {
    name: "Fizz",
    style: "playful",
    brand: "Tumble & Co",
    level: 0.8,
    notes: [
      "Fizz is the line for birthdays, including ordinary ones.",
      "The Fizz colours were chosen with the lights on and music playing.",
    ],
  },
  {
    name: "Juno",
    style: "playful",
    brand: "Okto",
    level: 1.1,
    notes: [
      "Okto draws the Juno line with a ruler and colours it without one.",
      "Juno is bold in front and sensible behind.",
    ],
  },
  {
    name: "Mango",
    style: "playful",
    brand: "Okto",
    level: 0.9,
    notes: [
      "Mango started with one good orange and went on from there.",
      "The people at Okto say that Mango cures Mondays; we report it without proof.",
    ],
  },
  {
    name: "Tilda",
    style: "playful",
    brand: "Atelier Confetti",
    level: 1.05,
    notes: [
      "Tilda borrows from seaside kiosks: awnings, ice and deckchairs.",
      "No two seasons of Tilda use the same palette, and the old ones still match.",
    ],
  },
  {
    name: "Harrow",
    style: "rustic",
    brand: "Oxley Barn",
    level: 1.1,
    notes: [
      "Oxley Barn makes the Harrow line next to a field, and stops for the harvest.",
      "Harrow pieces are made by one person from start to end.",
    ],
  },
  {
    name: "Bramble",
    style: "rustic",
    brand: "Oxley Barn",
    level: 0.95,
    notes: [
      "Bramble is a little rough where it may be and smooth where it matters.",
      "The Bramble line uses what the last batch left over, so runs are short.",
    ],
  },
  {
    name: "Barley",
    style: "rustic",
    brand: "Millstone",
    level: 0.9,
    notes: [
      "Millstone took the Barley colours from a sack, a loaf and a dry track.",
      "Barley gets better in the second year, and we have waited to be sure.",
    ],
  },
  {
    name: "Orchard",
    style: "rustic",
    brand: "Millstone",
    level: 1,
    notes: [
      "The Orchard line is made beside one, and smells of apples in October.",
      "Orchard was drawn for long tables and many people.",
    ],
  },
  {
    name: "Tinker",
    style: "rustic",
    brand: "Oxley Barn",
    level: 0.85,
    notes: [
      "Tinker is mended as readily as it is made; send it back and see.",
      "The Tinker line keeps the screws visible on purpose.",
    ],
  },
  {
    name: "Heath",
    style: "rustic",
    brand: "Brandt Brothers",
    level: 1.2,
    notes: [
      "The Brandts have worked like this for four generations, and Heath is what they are proudest of.",
      "Heath takes its colours from peat, heather and wet wool.",
    ],
  },
  {
    name: "Copse",
    style: "rustic",
    brand: "Brandt Brothers",
    level: 1.05,
    notes: [
      "For each Copse order a hedge tree is planted, and we can tell you where.",
      "Copse is the everyday line of a workshop that also mends church doors.",
    ],
  },
  {
    name: "Ember",
    style: "rustic",
    brand: "Millstone",
    level: 1,
    notes: [
      "Ember is made for the hour when the stove is lit.",
      "The Ember line was asked for by customers, in letters.",
    ],
  },
  {
    name: "Kilo",
    style: "technical",
    brand: "Bureau Nul",
    level: 1.15,
    notes: [
      "Bureau Nul weighs every Kilo part and asks what it is for.",
      "Kilo is built on one grid, so all of it lines up.",
    ],
  },
  {
    name: "Datum",
    style: "technical",
    brand: "Bureau Nul",
    level: 1.25,
    notes: [
      "The drawings of the Datum line are public; make your own spare parts if you like.",
      "Datum was designed by an engineer who used to build bridges.",
    ],
  },
  {
    name: "Orbit",
    style: "technical",
    brand: "Kessel",
    level: 1,
    notes: [
      "Kessel makes the Orbit line in the hall where it once made switches.",
      "Orbit has one curve and repeats it.",
    ],
  },
  {
    name: "Tarn",
    style: "technical",
    brand: "Kessel",
    level: 1.05,
    notes: [
      "We lent Tarn for a year to people who are hard on things before we sold any.",
      "Tarn comes with a list of what it has been through.",
    ],
  },
  {
    name: "Axis",
    style: "technical",
    brand: "Bureau Nul",
    level: 1.1,
    notes: [
      "Everything in the Axis line can be opened with the same small key.",
      "Axis comes with a ten-year promise and a list of its parts.",
    ],
  },
  {
    name: "Volt",
    style: "technical",
    brand: "Kessel",
    level: 0.9,
    notes: [
      "Volt is the lean version: the same care, fewer steps in the making.",
      "Volt was drawn in black and white, and colour was added only where it tells you something.",
    ],
  },
  {
    name: "Plumb",
    style: "technical",
    brand: "Bureau Nul",
    level: 0.95,
    notes: [
      "Plumb stands straight, hangs straight and packs flat.",
      "The Plumb line owes its name to the tool on the designer's key ring.",
    ],
  },
  {
    name: "Ridge",
    style: "technical",
    brand: "Field Office",
    level: 1.1,
    notes: [
      "Field Office is three people who are outdoors more than in, and Ridge is what they asked us for.",
      "Ridge is made to be used with cold hands.",
    ],
  },
  {
    name: "Albury",
    style: "classic",
    brand: "Whitcombe",
    level: 1.25,
    notes: [
      "Whitcombe has made the Albury line since 1931, with a break for the war.",
      "Albury is lettered inside with the year and the maker's initials.",
    ],
  },
  {
    name: "Clement",
    style: "classic",
    brand: "Whitcombe",
    level: 1.15,
    notes: [
      "Clement follows a pattern that was cut for a hotel in Lisbon.",
      "The Clement line is finished twice, which takes a day longer.",
    ],
  },
  {
    name: "Marlow",
    style: "classic",
    brand: "Pryce & Daughter",
    level: 1.05,
    notes: [
      "Pryce & Daughter make Marlow in a street of bookbinders and piano tuners.",
      "Marlow is the line one gives at weddings.",
    ],
  },
  {
    name: "Eleanor",
    style: "classic",
    brand: "Pryce & Daughter",
    level: 1.1,
    notes: [
      "The daughter of the firm's name is Eleanor, and she signed this line off herself.",
      "Eleanor has a formal front and a comfortable back.",
    ],
  },
  {
    name: "Whitby",
    style: "classic",
    brand: "Whitcombe",
    level: 1,
    notes: [
      "Whitby is the naval line: good knots, good cloth, no fuss.",
      "Whitby colours are mixed from the first order book, page three.",
    ],
  },
  {
    name: "Hugo",
    style: "classic",
    brand: "Maison Aubert",
    level: 1.2,
    notes: [
      "Maison Aubert delivers Hugo in grey boxes tied with tape, as it always has.",
      "Hugo was named after a shop cat of some authority.",
    ],
  },
  {
    name: "Colette",
    style: "classic",
    brand: "Maison Aubert",
    level: 1.15,
    notes: [
      "Colette is made in a courtyard workshop by eleven women and one apprentice.",
      "The Colette line is cut a touch smaller than it looks, which is its charm.",
    ],
  },
  {
    name: "Fenwick",
    style: "classic",
    brand: "Pryce & Daughter",
    level: 0.95,
    notes: [
      "Fenwick is the plain brother in a formal family.",
      "Patterns for the Fenwick line hang on a wall of the workshop, brown at the edges.",
    ],
  },
  {
    name: "Fern",
    style: "botanical",
    brand: "Glasshouse",
    level: 0.95,
    notes: [
      "The Fern patterns were traced from leaves on the light table at Glasshouse.",
      "Fern is printed and dyed with colours that come from plants where it can be done.",
    ],
  },
  {
    name: "Sorrel",
    style: "botanical",
    brand: "Glasshouse",
    level: 1,
    notes: [
      "Sorrel is named after the plant and shares its sharpness.",
      "The designer of Sorrel grows vegetables and draws in winter.",
    ],
  },
  {
    name: "Linnea",
    style: "botanical",
    brand: "Studio Linden",
    level: 1.1,
    notes: [
      "Linnea is Studio Linden's first line and still its best loved.",
      "Each Linnea motif is a plant from one square metre of forest floor.",
    ],
  },
  {
    name: "Clover",
    style: "botanical",
    brand: "Studio Linden",
    level: 0.9,
    notes: [
      "Clover is cheerful in a low voice.",
      "There is one leaf with four parts in every Clover run; it may be yours.",
    ],
  },
  {
    name: "Tansy",
    style: "botanical",
    brand: "Glasshouse",
    level: 0.9,
    notes: [
      "Tansy grows on railway banks, and the line has something of that toughness.",
      "The Tansy palette comes from a press of dried flowers, a little faded and better for it.",
    ],
  },
  {
    name: "Moss",
    style: "botanical",
    brand: "Studio Linden",
    level: 1.05,
    notes: [
      "Moss is soft in colour and hard in use.",
      "The Moss line was drawn in a garden shed with a leaking roof.",
    ],
  },
  {
    name: "Hazel",
    style: "botanical",
    brand: "Verdure",
    level: 1.15,
    notes: [
      "Verdure keeps a small orchard, and one tree in it is called Hazel, wrongly.",
      "Hazel joins leaf shapes to plain bodies, and stops in time.",
    ],
  },
  {
    name: "Juniper",
    style: "botanical",
    brand: "Verdure",
    level: 1,
    notes: [
      "Juniper was made for balconies and adopted by houses.",
      "The Juniper line began with one sprig on a desk in December.",
    ],
  },
];
