import type { Line } from "./lines.data.ts";

/** First sentences for what is eaten, brewed or washed with. */
export const houseOpeners: readonly string[] = [
  "{Thing} in small batches, from people we know by name.",
  "{Thing} as we have it at home.",
  "We tried a great many before we settled on this: {thing}.",
  "{Thing}, made slowly and sold fresh.",
  "Simple, and hard to stop: {thing}.",
  "{Thing}, with little on the label because there is little in it.",
  "A good present, if it gets that far: {thing}.",
  "{Thing}, and worth the wait for the next batch.",
  "One of four things on our own shelf at home: {thing}.",
  "{Thing}, from a maker who answers letters.",
  "{Thing}. Order two; you will not mind.",
  "We carry only one of each sort, and this is ours: {thing}.",
];

/** Food and soap makers, each with one line. */
export const houseLines: readonly Line[] = [
  {
    name: "Ferry Street",
    style: "calm",
    brand: "Ferry Street",
    level: 1.05,
    notes: [
      "Ferry Street works from a former ticket hall with very good light.",
      "On Fridays the Ferry Street people sell from their own door.",
    ],
  },
  {
    name: "Blackwater",
    style: "technical",
    brand: "Blackwater",
    level: 1.1,
    notes: [
      "At Blackwater everything is weighed three times.",
      "Blackwater prints the batch, the date and the maker on each label.",
    ],
  },
  {
    name: "Longmeadow",
    style: "rustic",
    brand: "Longmeadow Farm",
    level: 0.95,
    notes: [
      "Longmeadow Farm is twelve hectares and one patient family.",
      "The Longmeadow kitchen starts at five, when it is cool.",
    ],
  },
  {
    name: "Saint Olave",
    style: "classic",
    brand: "Saint Olave",
    level: 1.2,
    notes: [
      "Saint Olave has kept its recipe book since 1894 and its prices since spring.",
      "The paper band on a Saint Olave label is still tied by hand.",
    ],
  },
  {
    name: "Kestrel",
    style: "technical",
    brand: "Blackwater",
    level: 1,
    notes: [
      "Kestrel is the lighter of Blackwater's two lines.",
      "They named it Kestrel after the one that lives on the chimney.",
    ],
  },
  {
    name: "Hill Farm",
    style: "rustic",
    brand: "Hill Farm",
    level: 0.9,
    notes: [
      "Hill Farm is reached by a road that asks for second gear.",
      "What Hill Farm does not sell, it feeds to the pigs, who are spoilt.",
    ],
  },
  {
    name: "Quay",
    style: "calm",
    brand: "Ferry Street",
    level: 0.95,
    notes: [
      "Quay is the everyday line of Ferry Street.",
      "Quay comes in plain paper, so that the money goes inside.",
    ],
  },
  {
    name: "Amber Lane",
    style: "classic",
    brand: "Amber Lane",
    level: 1.1,
    notes: [
      "Amber Lane is run by two sisters and a very old machine.",
      "At Amber Lane they say no to most things and yes to butter.",
    ],
  },
  {
    name: "Old Mill",
    style: "rustic",
    brand: "Old Mill",
    level: 1,
    notes: [
      "The wheel at Old Mill turns again and drives one fan.",
      "Old Mill has the same six customers on Saturdays, and us.",
    ],
  },
  {
    name: "Sunday",
    style: "playful",
    brand: "Sunday Club",
    level: 1,
    notes: [
      "Sunday Club began at a kitchen table with four chairs and seven people.",
      "The Sunday labels are drawn by a different child each year.",
    ],
  },
  {
    name: "North Window",
    style: "calm",
    brand: "North Window",
    level: 1.15,
    notes: [
      "North Window takes its name from the light it works by.",
      "North Window makes four things and is not looking for a fifth.",
    ],
  },
  {
    name: "Two Bridges",
    style: "classic",
    brand: "Amber Lane",
    level: 1.05,
    notes: [
      "Two Bridges is sold in three shops, all of which you reach on foot.",
      "The Two Bridges recipe was a wedding present.",
    ],
  },
  {
    name: "Seven Acres",
    style: "botanical",
    brand: "Seven Acres",
    level: 1.05,
    notes: [
      "Seven Acres grows what it can and trades honestly for the rest.",
      "There are in fact nine acres now, but Seven Acres liked the name.",
    ],
  },
  {
    name: "Lamplight",
    style: "playful",
    brand: "Sunday Club",
    level: 0.95,
    notes: [
      "Lamplight was made for long evenings and short letters.",
      "Lamplight is what Sunday Club makes in winter.",
    ],
  },
  {
    name: "First Frost",
    style: "botanical",
    brand: "Seven Acres",
    level: 1.1,
    notes: [
      "First Frost is made once a year, and when it is gone it is gone.",
      "They wait for the first frost at Seven Acres, as the name says.",
    ],
  },
  {
    name: "Market Day",
    style: "playful",
    brand: "Market Day",
    level: 0.85,
    notes: [
      "Market Day is loud on the outside and sensible within.",
      "Market Day packs on Wednesdays and shouts about it on Thursdays.",
    ],
  },
  {
    name: "Tall Grass",
    style: "botanical",
    brand: "Tall Grass",
    level: 0.95,
    notes: [
      "Tall Grass mows late, for the bees, and it shows.",
      "Tall Grass is three friends, one van and a rented dairy.",
    ],
  },
  {
    name: "Low Tide",
    style: "calm",
    brand: "Low Tide",
    level: 1,
    notes: [
      "Low Tide works by the sea and rests by the tide table.",
      "Low Tide uses salt from the next bay in more things than you would guess.",
    ],
  },
  {
    name: "Copperfield",
    style: "classic",
    brand: "Saint Olave",
    level: 1.15,
    notes: [
      "Copperfield is what Saint Olave gives its own staff at Christmas.",
      "Copperfield needs a day longer than the rest of the shelf.",
    ],
  },
  {
    name: "Bell Tower",
    style: "technical",
    brand: "Bell Tower",
    level: 1.05,
    notes: [
      "Bell Tower keeps a notebook of every batch since the first.",
      "Bell Tower changed one thing at a time for six years, then stopped.",
    ],
  },
  {
    name: "Green Door",
    style: "botanical",
    brand: "Tall Grass",
    level: 0.9,
    notes: [
      "Behind the green door there is a yard, a fig tree and a small boiler.",
      "Green Door bottles and wraps to order, so nothing is older than a week.",
    ],
  },
  {
    name: "Kitchen Table",
    style: "playful",
    brand: "Market Day",
    level: 0.9,
    notes: [
      "Kitchen Table is made in exactly such a place, with inspections.",
      "Kitchen Table writes a small joke under each label.",
    ],
  },
];
