/** How content somebody is: five stars, four, three, or fewer. */
export type Mood = "delighted" | "content" | "mixed" | "let_down";

/**
 * Words in braces follow the product: {noun} "mug", {this} "this mug" or "these boots", {is} "is" or
 * "are".
 */
export const titles: Readonly<Record<Mood, readonly string[]>> = {
  delighted: [
    "Would buy again",
    "Exactly right",
    "Better than the picture",
    "My favourite of the year",
    "A small joy",
    "Very well made",
    "Worth the wait",
    "Bought a second time",
    "No notes",
    "The one we were looking for",
  ],
  content: [
    "Good, with one small thing",
    "Solid",
    "As described",
    "Happy with it",
    "Does what it should",
    "Nearly perfect",
    "Good value",
    "A good everyday thing",
  ],
  mixed: [
    "Fine, but",
    "In two minds",
    "Not quite for us",
    "All right",
    "Good idea, middling finish",
  ],
  let_down: ["Expected more", "Went back", "Not for me", "A pity"],
};

type Openers = Readonly<Record<Mood, Readonly<Record<"warm" | "dry", readonly string[]>>>>;

/** First sentences about what is kept. */
export const openers: Openers = {
  delighted: {
    warm: [
      "I keep looking at {this} and smiling.",
      "A present to myself, and the best one in a long time.",
      "Everybody who visits asks where {this} {is} from.",
      "My sister has the same {noun}, and now I know why she would not lend hers out.",
      "I was unsure about the colour, and now I would not want any other.",
      "We gave {this} to my mother, who rang up twice to say thank you.",
      "I did not think that I could be this fond of a thing.",
      "Came nicely packed, and the whole family gathered round.",
      "Some things make a day better just by being there.",
      "My husband raised an eyebrow at first. He has since asked for his own.",
    ],
    dry: [
      "Ordered on a Monday, here on the Wednesday, in use ever since.",
      "Made as it should be made. Nothing to add.",
      "Six months of daily use, and no sign of it.",
      "I compared four others before. This was the right choice.",
      "Looks like the picture, measures what it says.",
      "The second time that I buy here. My brother has the first.",
      "Good material, clean edges, fair price.",
      "I had low expectations and was wrong.",
      "It is rare that something is simply finished well on all sides, also where nobody looks.",
      "Replaces one that I had for eleven years. May it last as long.",
    ],
  },
  content: {
    warm: [
      "We like {this} a lot, and would miss it by now.",
      "Pretty, and good to have around.",
      "A little smaller than I had imagined, and all the dearer to me for it.",
      "It took me a week to warm to the colour; now I do.",
      "Lovely, if not quite the shade on my screen.",
      "A birthday present that went down well.",
    ],
    dry: [
      "Good. Delivery took a day longer than announced.",
      "Does the job, looks decent doing it.",
      "Well made, though the price is at the upper end.",
      "No complaints about the {noun}; the box was twice as large as it needs to be.",
      "Four stars, since five are for things that surprise me.",
      "Keeps what the description promises.",
    ],
  },
  mixed: {
    warm: [
      "I wanted to love {this}, and got as far as liking.",
      "Nice to look at, but it has not found its place with us yet.",
      "The idea is charming; I hoped for a little more care in the making.",
    ],
    dry: [
      "Average. I would pay a third less for it.",
      "Usable. The finish has a flaw on the underside.",
      "The colour is off by a shade from the picture.",
    ],
  },
  let_down: {
    warm: [
      "Sadly it arrived with a mark, and I did not have the heart to give it away like that.",
      "It is not what I had pictured at all, though the people here were kind about taking it back.",
    ],
    dry: [
      "Returned. The refund came within four days.",
      "Too small for its purpose, and for its price.",
    ],
  },
};

/** First sentences about what is used up. */
export const usedUpOpeners: Openers = {
  delighted: {
    warm: [
      "The third order, and it will not be the last.",
      "A small luxury that makes the week better.",
      "I hid one at the back of the cupboard, for myself.",
      "Brought along as a present, and asked for ever since.",
      "My neighbour gave me {this}, and now I am the one who orders.",
      "The whole family agrees for once.",
    ],
    dry: [
      "Simply good.",
      "Better than the one from the market, at a similar price.",
      "Fresh, well packed, quickly here.",
      "I have tried most of the others. This one stays.",
      "Ordered again.",
    ],
  },
  content: {
    warm: [
      "We finish it every time, and argue about the last of it.",
      "A good find, and a pretty label.",
    ],
    dry: [
      "Good. Not the cheapest.",
      "Does what it should; delivery was quick.",
      "Would order again when it is on offer.",
    ],
  },
  mixed: {
    warm: ["My guests liked it more than I did."],
    dry: ["All right. I expected more from the description.", "Average for the price."],
  },
  let_down: {
    warm: ["Not to our taste, which may be our fault."],
    dry: ["Arrived dented. Replaced without a question, but still."],
  },
};

/** What one notices of a thing, by department: what is good of it, and what is not. */
export const details: Readonly<
  Record<string, { good: readonly string[]; bad: readonly string[] }>
> = {
  lighting: {
    good: [
      "The light is warm without being yellow.",
      "In the evening it changes the whole corner of the room.",
      "No glare, even when one sits right beside it.",
    ],
    bad: ["One sees every fingerprint.", "I would have liked a little more light from it."],
  },
  tableware: {
    good: [
      "Sits well in the hand, and looks good on a bare table.",
      "The glaze has small differences from piece to piece, which I like.",
      "Breakfast has become slower since.",
    ],
    bad: [
      "The rim could be thinner.",
      "One of ours came with a tiny chip, and was replaced at once.",
    ],
  },
  kitchen: {
    good: [
      "Heavier than the old one, in a good way.",
      "Cleans up in a minute.",
      "Used every single day, and it still looks new.",
    ],
    bad: ["It needs drying by hand, or it spots.", "A little heavy for my wrists."],
  },
  furniture: {
    good: [
      "Stands firmly on our crooked floor.",
      "Put together in half an hour, with one person and no swearing.",
      "The wood smells good, and the edges are soft.",
    ],
    bad: [
      "One screw was missing; it came by post two days later.",
      "Scratches easily, so mind the keys.",
    ],
  },
  textiles: {
    good: [
      "Washed three times, and no thread has come loose.",
      "The weave is dense and feels like more than it costs.",
      "Softer than I had dared to hope.",
    ],
    bad: ["It sheds a little in the first weeks.", "It creases if one so much as looks at it."],
  },
  decoration: {
    good: [
      "Quiet enough to stay up all year.",
      "It makes the wall look as though we had planned it.",
      "Catches the afternoon sun beautifully.",
    ],
    bad: [
      "The hook in the box is too short for our walls.",
      "A touch smaller than the photographs suggest.",
    ],
  },
  garden: {
    good: [
      "Has been out in the rain since spring and does not mind.",
      "Well balanced, even when it is full.",
      "My balcony has never looked so cared for.",
    ],
    bad: ["Take it in before the first frost.", "The packing could have been kinder to it."],
  },
  bags: {
    good: [
      "Carries a laptop, lunch and a jumper without losing its shape.",
      "The seams are double where it matters.",
      "It gets better with every scratch.",
    ],
    bad: [
      "The zip needed a few days to run smoothly.",
      "An inside pocket more would have been welcome.",
    ],
  },
  clothing: {
    good: [
      "Fits as the size chart says.",
      "Soft from the first day, and it has kept its shape in the wash.",
      "The cloth is thicker than I expected, and warm.",
    ],
    bad: ["Runs a little large; I took the smaller size.", "The sleeves are long on me."],
  },
  accessories: {
    good: [
      "I wear it nearly every day.",
      "Light, and one forgets that it is there.",
      "Looks far dearer than it was.",
    ],
    bad: ["The clasp is small for big fingers.", "The colour is brighter than on the picture."],
  },
  shoes: {
    good: [
      "Comfortable from the first walk, no blisters.",
      "I walked from one end of town to the other in them.",
      "Wide enough for my feet, which is rare.",
    ],
    bad: ["Half a size small; order one up.", "They need a week of patience at the heel."],
  },
  sound: {
    good: [
      "Sounds clear even when it is turned low.",
      "The knobs turn with a satisfying weight.",
      "Set up in two minutes, without an app.",
    ],
    bad: ["The manual is shorter than it should be.", "I miss a longer cable."],
  },
  paper: {
    good: [
      "The paper takes ink without feathering.",
      "Lies flat on the desk, which most do not.",
      "Too good for shopping lists; used for them anyway.",
    ],
    bad: ["The corners arrived a little bent.", "I wish there were more in a pack."],
  },
  children: {
    good: [
      "Our three-year-old has not let go of it since.",
      "Thrown down the stairs four times, no damage done.",
      "No batteries, no noise, hours of quiet.",
    ],
    bad: ["It needed a good airing at first.", "Smaller than our son had hoped for."],
  },
  outdoors: {
    good: [
      "Two weeks in the north, much rain, no complaints.",
      "Light enough to carry all day.",
      "Fits into the pannier as though made for it.",
    ],
    bad: ["The lid needs a firm hand.", "Drying it properly takes patience."],
  },
  pantry: {
    good: [
      "Gone within a week, which says it all.",
      "Tastes of what it says on the label, and not of sugar.",
      "We have it on subscription in all but name.",
    ],
    bad: ["A bit sweet for me.", "The pack is small for the price."],
  },
  bath: {
    good: [
      "The scent is there and does not insist.",
      "Kind to dry hands in winter.",
      "Lasts much longer than those from the supermarket.",
    ],
    bad: ["The scent fades sooner than I would like.", "Let it dry well between uses."],
  },
  occasions: {
    good: [
      "The party looked better than I can bake.",
      "Survived twelve five-year-olds.",
      "Kept for next year, as it was too good to throw away.",
    ],
    bad: ["Count them: I could have used two more.", "Thinner than they look."],
  },
};

export const closers: Readonly<Record<Mood, readonly string[]>> = {
  delighted: [
    "I have already looked at the others of the same line.",
    "I will be back for another.",
    "Thank you to whoever packed it.",
    "The next birthdays are settled.",
  ],
  content: [
    "All in all a good buy.",
    "I would recommend it to a friend, with that one remark.",
    "We are keeping it.",
  ],
  mixed: ["Perhaps it grows on me.", "It stays for now."],
  let_down: ["Others may be happier with it.", "I will try another one from here, though."],
};
