import type { IllustrationKind } from "@slipstream/illustrations";

interface GermanType {
  /** As in a title: "Ida Pendelleuchte". */
  noun: string;
  /** A better noun for some forms. */
  nouns?: Readonly<Record<string, string>>;
  /** In the order of the English ones. */
  facts: readonly [string, string, string, string];
}

/** What the shop's sorts of things are called, and what is true of them, in German. */
export const germanTypes: Readonly<Partial<Record<IllustrationKind, GermanType>>> = {
  "pendant-lamp": {
    noun: "Pendelleuchte",
    facts: [
      "65 cm über dem Tisch beleuchtet sie die Teller und lässt die Gesichter in Ruhe.",
      "Das Kabel ist mit Baumwolle umsponnen und lässt sich mit einem Schraubendreher in fünf Minuten kürzen.",
      "Sie nimmt eine E27-Birne bis 12 Watt; eine warme steht ihr am besten.",
      "Der Baldachin deckt einen alten Deckenauslass bis 10 cm Breite ab.",
    ],
  },
  "table-lamp": {
    noun: "Tischleuchte",
    facts: [
      "Der Schalter sitzt am Kabel, wo ihn eine Hand im Dunkeln findet.",
      "Der Fuß ist so schwer, dass eine Katze vorbei darf.",
      "Das Licht fällt auf die Seite hinab und sanft die Wand hinauf.",
      "Eine dimmbare E14-Birne liegt bei.",
    ],
  },
  "floor-lamp": {
    noun: "Stehleuchte",
    facts: [
      "Hinter einem Sessel kommt das Licht über die Schulter.",
      "Der Fußschalter geht auch in Socken.",
      "Sie kommt in zwei Teilen und lässt sich ohne Werkzeug zusammensetzen.",
      "Filz unter dem Fuß lässt den Boden, wie er war.",
    ],
  },
  candle: {
    noun: "Kerze",
    nouns: { taper: "Stabkerzen" },
    facts: [
      "Der Docht ist aus Baumwolle, das Wachs aus Raps: So brennt sie sauber und riecht kaum.",
      "Wird der Docht auf einen halben Zentimeter gekürzt, brennt sie gerade bis zum Ende.",
      "Gegossen in kleinen Mengen, darum ist keine ganz so hoch wie die andere.",
      "Beim ersten Mal sollte sie brennen, bis die Oberfläche bis zum Rand flüssig ist.",
    ],
  },
  "candle-holder": {
    noun: "Kerzenhalter",
    nouns: { lantern: "Windlicht" },
    facts: [
      "Ein Tropfen warmes Wasser am Boden, und das Wachs löst sich im Ganzen.",
      "Hält eine Flamme im Luftzug ruhiger als jede Untertasse.",
      "Zwei oder drei den Tisch entlang genügen für ein Abendessen.",
      "Der Boden ist gefüttert und zerkratzt kein Holz.",
    ],
  },
  "fairy-lights": {
    noun: "Lichterkette",
    facts: [
      "Die Zeitschaltung macht sie sechs Stunden an und achtzehn aus.",
      "Sie läuft mit drei AA-Batterien und bleibt kühl.",
      "Der Draht hält jede Kurve, in die man ihn biegt.",
      "Ersatzbirnen stecken im Deckel der Schachtel.",
    ],
  },
  mug: {
    noun: "Becher",
    facts: [
      "Am Henkel ist Platz für drei Finger, an kalten Morgen für die ganze Hand.",
      "Er kommt aus Spülmaschine und Mikrowelle, wie er hineinging.",
      "Der Rand ist dünn, und das macht mehr aus, als man denkt.",
      "Innen bis zur Lippe glasiert: Tee hinterlässt keinen Ring.",
    ],
  },
  teapot: {
    noun: "Teekanne",
    facts: [
      "Sie gießt, ohne zu tropfen; wir haben es vierzigmal über einem weißen Tuch versucht.",
      "Das Stahlsieb lässt sich herausheben, wenn der Tee stark genug ist.",
      "Der Deckel bleibt auch bei der letzten Tasse, wo er ist.",
      "Sie fasst vier Tassen, oder zwei Menschen an einem Sonntag.",
    ],
  },
  jug: {
    noun: "Krug",
    nouns: { carafe: "Karaffe" },
    facts: [
      "An Tagen ohne Gäste eine gute Vase.",
      "Der Ausguss ist von Hand geschnitten und gießt, wohin man zielt.",
      "Passt in die Tür der meisten Kühlschränke.",
      "Am Hals weit genug für eine Bürste oder eine kleine Hand.",
    ],
  },
  plate: {
    noun: "Teller",
    facts: [
      "Gestapelt liegen sie flach: Sechs brauchen nicht mehr Platz als früher vier.",
      "Messer hinterlassen auf dieser Glasur keine grauen Spuren.",
      "Zwei Minuten im lauwarmen Ofen, und er bleibt warm.",
      "Einzeln verkauft, weil nicht jeder Haushalt in Sechsern rechnet.",
    ],
  },
  bowl: {
    noun: "Schale",
    facts: [
      "Suppe bleibt darin heiß und Müsli in Reichweite.",
      "Der Standring ist unglasiert und glatt geschliffen.",
      "Gut für Nudeln, für Salat und für Schlüssel an der Tür.",
      "Sie liegt in der Hand wie für sie gemessen.",
    ],
  },
  glass: {
    noun: "Glas",
    nouns: { tumbler: "Wasserglas", wine: "Weinglas", flute: "Sektglas" },
    facts: [
      "Mundgeblasen, ab und zu mit einer Blase so klein wie ein Nadelkopf.",
      "Fest genug für die Spülmaschine, dünn genug für guten Wein.",
      "Die Farbe sitzt in der Schmelze und geht nicht ab.",
      "Zum Teil aus alten Flaschen gemacht, was niemand erraten würde.",
    ],
  },
  cutlery: {
    noun: "Besteck",
    facts: [
      "Messer, Gabel und Löffel für eine Person; mehr Gedecke kommen nach Bedarf dazu.",
      "Die Gabel hat ihr Gewicht hinten und ruht gut in der Hand.",
      "Jeder Griff ist doppelt genietet und dreht sich nicht.",
      "Ein Jahr von Hand gespült sieht es besser aus als neu.",
    ],
  },
  "cake-stand": {
    noun: "Tortenständer",
    facts: [
      "Der Fuß lässt sich abschrauben, und alles liegt flach im Schrank.",
      "Eine ganze Torte passt darauf, und neun Brötchen auch.",
      "Er macht aus einem Rührkuchen einen Anlass.",
      "Ein leichter Rand hält die Krümel auf.",
    ],
  },
  tray: {
    noun: "Tablett",
    facts: [
      "Es trägt ein Frühstück für zwei die Treppe hinauf.",
      "Die Oberfläche ist versiegelt; Kaffee lässt sich abwischen.",
      "Tassen rutschen darauf nicht, auch nicht auf einem Boot.",
      "Zwischendurch hängt es flach an einem Nagel.",
    ],
  },
  kettle: {
    noun: "Wasserkessel",
    facts: [
      "Auf Induktion kocht er einen Liter in gut vier Minuten.",
      "Der Griff bleibt kühl, denn er berührt den Kessel nie.",
      "Gefüllt durch den Deckel, gießt er in dünnem, ruhigem Strahl.",
      "Der Boden geht auf Gas, Glaskeramik und Induktion.",
    ],
  },
  pan: {
    noun: "Pfanne",
    nouns: { frying: "Bratpfanne", saucepan: "Stielkasserolle" },
    facts: [
      "Heizt bis an den Rand gleichmäßig: Auch der äußere Pfannkuchen wird braun.",
      "Die Nieten sind innen bündig, es gibt nichts, um das man scheuern müsste.",
      "Einmal mit Öl eingebrannt, sorgt sie für sich selbst.",
      "Die Deckel unserer Bräter passen darauf, Größe für Größe.",
    ],
  },
  casserole: {
    noun: "Bräter",
    facts: [
      "In einem Stück gegossen, mit Wänden, die auf kleinster Flamme stundenlang schmoren.",
      "Kleine Spitzen unter dem Deckel geben den Dampf zurück.",
      "Brot gelingt darin, mit einer Kruste, die man hört.",
      "Er darf auf den Tisch, und das spart eine Schüssel.",
    ],
  },
  knife: {
    noun: "Küchenmesser",
    nouns: { chef: "Kochmesser", bread: "Brotmesser" },
    facts: [
      "Die Klinge ist aus Kohlenstoffstahl: schnell geschärft, und mit der Zeit dunkler.",
      "Der Schwerpunkt liegt kurz vor dem Griff.",
      "Einmal im Jahr schärfen wir es, wenn es in der Post zu uns kommt.",
      "Eine Scheide aus Holz liegt bei, damit es in der Schublade wohnen kann.",
    ],
  },
  "chopping-board": {
    noun: "Schneidebrett",
    facts: [
      "Eine Seite ist für Zwiebeln; die andere gehört dem Brot.",
      "Zwischen den Mahlzeiten lehnt es an den Fliesen, als hätte es immer dort gestanden.",
      "Füße würden wackeln, also hat es keine und liegt flach.",
      "Mit Käse auf dem Tisch fragt niemand nach Tellern.",
    ],
  },
  apron: {
    noun: "Schürze",
    facts: [
      "Die Bänder gehen ganz herum und werden vorn gebunden.",
      "Die Tasche ist tief genug für ein Telefon und einen Löffel.",
      "Vor dem Nähen gewaschen, läuft sie nicht mehr ein.",
      "Sie schützt ein gutes Hemd und sieht mit Mehl besser aus.",
    ],
  },
  jar: {
    noun: "Vorratsglas",
    facts: [
      "Die Dichtung hält Kekse bis in die zweite Woche knusprig.",
      "Vorn ist ein Schild, auf dem ein Bleistift schreibt.",
      "Die Öffnung ist weit genug für einen Messbecher.",
      "Gläser einer Größe stehen zu zweit übereinander.",
    ],
  },
  "cake-tin": {
    noun: "Kuchendose",
    facts: [
      "Der Deckel schließt mit einem kleinen, zufriedenen Hauch.",
      "Früchtekuchen hält darin einen Monat, Biskuit ein Wochenende.",
      "Leer ist sie ein guter Ort für Nähzeug.",
      "Die Kanten sind gerollt, kein Daumen schneidet sich.",
    ],
  },
  "coffee-maker": {
    noun: "Kaffeebereiter",
    nouns: { "pour-over": "Kaffeefilterhalter", moka: "Espressokanne", press: "Kaffeepresse" },
    facts: [
      "Macht klaren Kaffee ohne Maschine und ohne Stecker.",
      "Jedes Teil lässt sich abnehmen, und jedes gibt es einzeln.",
      "Etwas gröber mahlen, als man denkt, und vier Minuten warten.",
      "In einer halben Minute ausgespült.",
    ],
  },
  chair: {
    noun: "Stuhl",
    facts: [
      "Die Lehne gibt beim Anlehnen ein wenig nach, wie ein Ast.",
      "Alle Verbindungen sind verleimt und verkeilt; es gibt keine einzige Schraube.",
      "Er wiegt keine fünf Kilo und lässt sich mit einer Hand tragen.",
      "Der Sitzbezug lässt sich zum Waschen abnehmen.",
    ],
  },
  armchair: {
    noun: "Sessel",
    facts: [
      "Tief genug für beide Füße, fest genug, um wieder herauszukommen.",
      "Die Bezüge haben einen Reißverschluss und werden bei dreißig Grad gewaschen.",
      "Das Gestell ist aus Buche, mit fünfzehn Jahren Garantie.",
      "Er kommt im Ganzen; nur die Beine wollen eingeschraubt sein.",
    ],
  },
  stool: {
    noun: "Hocker",
    nouns: { bar: "Barhocker" },
    facts: [
      "Sitz, Tritt, Nachttisch: Er wechselt den Beruf ohne Klage.",
      "Die Beine sind gespreizt, so steht er auch auf unebenem Boden.",
      "Zwei passen unter einen kleinen Tisch, wenn sie niemand braucht.",
      "Die Sitzfläche ist drei Millimeter gemuldet, und man merkt es.",
    ],
  },
  bench: {
    noun: "Bank",
    facts: [
      "Drei Kinder oder zwei Erwachsene sitzen darauf beim Frühstück.",
      "Die Leiste unten nimmt Schuhe, oder ein Paar müde Füße.",
      "Sie verschwindet ganz unter dem Tisch, wenn Platz gebraucht wird.",
      "In der Werkstatt zweimal geölt; danach genügt einmal im Jahr.",
    ],
  },
  table: {
    noun: "Tisch",
    nouns: { rectangular: "Esstisch" },
    facts: [
      "Die Kante ist unten zurückgeschnitten, so wirkt die Platte dünner, als sie ist.",
      "Er verträgt kurz eine heiße Pfanne und einen Abend lang ein nasses Glas.",
      "Mit einem einzigen Schlüssel zerlegt, für Umzüge und Treppenhäuser.",
      "Knie passen darunter, auch lange.",
    ],
  },
  sideboard: {
    noun: "Anrichte",
    nouns: { drawers: "Kommode" },
    facts: [
      "Die Rückwand hat Löcher für Kabel, mit Bürsten gegen den Staub.",
      "Innen lassen sich die Böden um einen Fingerbreit versetzen.",
      "Alles schließt leise, auch im Zorn.",
      "Rundum furniert: Sie darf auch mitten im Zimmer stehen.",
    ],
  },
  shelf: {
    noun: "Regal",
    facts: [
      "Jedes Brett trägt zwanzig Kilo Bücher.",
      "Befestigungen für Stein und Gipskarton liegen bei.",
      "Die Bretter sind tief genug für Schallplatten.",
      "Einer allein kann es aufhängen, mit Wasserwaage und etwas Geduld.",
    ],
  },
  basket: {
    noun: "Korb",
    facts: [
      "Er nimmt eine Woche Wäsche oder das Holz eines Winterabends.",
      "Über eine Holzform geflochten, von Leuten, die nichts anderes tun.",
      "Der Boden ist doppelt und hält auch gefüllt die Form.",
      "Duftet im ersten Monat leise nach Heu.",
    ],
  },
  cushion: {
    noun: "Kissen",
    nouns: { bolster: "Nackenrolle" },
    facts: [
      "Mit Federn gefüllt, die nach einem Schlag wieder aufgehen.",
      "Der Reißverschluss liegt versteckt in der unteren Naht.",
      "Beide Seiten sind gleich, es gibt kein Verkehrtherum.",
      "Gut im Rücken, besser unter dem Kopf.",
    ],
  },
  blanket: {
    noun: "Decke",
    nouns: { draped: "Überwurf" },
    facts: [
      "Gewebt in einer Weberei, die auch Tuch für die Küstenwache macht.",
      "Groß genug für zwei auf einem Sofa, die sich mögen.",
      "Auf einer Seite gebürstet, auf der anderen glatt.",
      "Auf dem Balkon gelüftet, braucht sie fast nie eine Wäsche.",
    ],
  },
  quilt: {
    noun: "Quilt",
    facts: [
      "Mit langen, gleichmäßigen Stichen gesteppt, die die Füllung halten.",
      "Leicht genug für den Juni, mit einer Decke warm genug für den März.",
      "Die Rückseite ist einfach cremeweiß, für stillere Tage.",
      "Er wird mit jeder Wäsche weicher und hört nie ganz damit auf.",
    ],
  },
  "hot-water-bottle": {
    noun: "Wärmflasche",
    facts: [
      "Warm um zehn und um sechs noch nicht kalt.",
      "Der Bezug lässt sich zum Waschen über den Hals ziehen.",
      "Innen Naturkautschuk, geprüft von einem sehr schweren Mann.",
      "Der Trichter ist weit, der Kessel muss nicht zielen.",
    ],
  },
  rug: {
    noun: "Teppich",
    nouns: { runner: "Läufer" },
    facts: [
      "Flach gewebt: Türen gehen darüber, Stühle gleiten.",
      "Beide Seiten sind gleich; hat eine genug gesehen, wird er gewendet.",
      "Verschüttetes bleibt obenauf, bis ein Tuch gefunden ist.",
      "Auf einer Filzunterlage geht er nicht auf Reisen.",
    ],
  },
  "table-linen": {
    noun: "Tischwäsche",
    nouns: { napkins: "Servietten", runner: "Tischläufer", cloth: "Tischdecke" },
    facts: [
      "Gesäumt mit Briefecken, die flach liegen.",
      "Feucht bügeln oder gar nicht; beides sieht gewollt aus.",
      "Rotwein geht bei sechzig Grad heraus.",
      "Aus Flachs, der keine Tagesreise vom Webstuhl gewachsen ist.",
    ],
  },
  vase: {
    noun: "Vase",
    facts: [
      "Der enge Hals lässt einen Zweig stehen, wo er soll.",
      "Sie hält Wasser; das ist bei Vasen seltener, als es sein sollte.",
      "Ein einziger Stiel aus der Hecke genügt.",
      "Auch leer sieht sie fertig aus.",
    ],
  },
  clock: {
    noun: "Uhr",
    facts: [
      "Das Werk ist leise; die Sekunden laufen rund und ticken nicht.",
      "Die Stunden lassen sich vom anderen Ende der Küche lesen.",
      "Eine AA-Batterie hält gut ein Jahr.",
      "Das Glas ist flach und spiegelt das Fenster nicht.",
    ],
  },
  mirror: {
    noun: "Spiegel",
    facts: [
      "Gegenüber einem Fenster verdoppelt er das Tageslicht im Flur.",
      "Der Rahmen steht zwei Zentimeter vor und verbirgt die Befestigung.",
      "Das Glas ist ohne Kupfer belegt und wird im Bad nicht fleckig.",
      "Eine Bohrschablone aus Papier liegt bei.",
    ],
  },
  frame: {
    noun: "Gerahmter Druck",
    nouns: {
      hills: "Landschaftsdruck",
      abstract: "Abstrakter Druck",
      botanical: "Pflanzendruck",
      bird: "Vogeldruck",
    },
    facts: [
      "In vier Farben auf Baumwollpapier gedruckt, je dreihundert Stück.",
      "Die Scheibe ist aus Acryl: leichter als Glas und sicherer über einem Bett.",
      "Das Passepartout ist schräg geschnitten und säurefrei.",
      "Die Rückwand öffnet sich mit Drehklammern, falls man sich sattsieht.",
    ],
  },
  sign: {
    noun: "Türschild",
    facts: [
      "Wir beschriften es mit bis zu zwölf Zeichen nach Wunsch.",
      "Die Schnur ist gewachst und hält draußen.",
      "Zweimal gebrannt, der Frost lässt es in Ruhe.",
      "Es macht aus einem Schuppen eine Werkstatt.",
    ],
  },
  hook: {
    noun: "Wandhaken",
    nouns: { row: "Hakenleiste" },
    facts: [
      "Er hält einen nassen Wintermantel und die Tasche darunter.",
      "Vorn gerundet, so behalten Schlaufen und Kragen ihre Form.",
      "Die Schrauben passen zum Haken, was uns erstaunlich viel Mühe macht.",
      "Einer gehört tiefer, für alle, die noch klein sind.",
    ],
  },
  ornament: {
    noun: "Anhänger",
    nouns: {
      bauble: "Christbaumkugel",
      star: "Sternanhänger",
      heart: "Herzanhänger",
      tree: "Tannenanhänger",
      bird: "Vogelanhänger",
      bell: "Glocke",
    },
    facts: [
      "Hängt an einer Schlaufe aus Baumwolle und dreht sich langsam in warmer Luft.",
      "Verpackt in einer kleinen Schachtel, die das Aufheben lohnt.",
      "Gut am Zweig, am Päckchen und das ganze Jahr am Fenster.",
      "Jedes Stück ist von Hand beendet und um ein Haar anders.",
    ],
  },
  wreath: {
    noun: "Kranz",
    facts: [
      "Die Blätter sind konserviert, nicht getrocknet, und bleiben jahrelang weich.",
      "Draußen unter einem Dach, drinnen überall.",
      "Flach gelegt, mit einer Kerze in der Mitte, schmückt er den Tisch.",
      "Mit Draht gebunden, in den sich neue Zweige stecken lassen.",
    ],
  },
  bunting: {
    noun: "Wimpelkette",
    facts: [
      "Beidseitig genäht, darf sie quer durchs Zimmer hängen.",
      "Sie verschwindet in ihrem Stoffbeutel und kommt ohne Falten heraus.",
      "Erst für Geburtstage gedacht, und dann irgendwie nie abgenommen.",
      "An jedem Ende ist ein halber Meter Band zum Knoten.",
    ],
  },
  plant: {
    noun: "Topfpflanze",
    nouns: {
      monstera: "Monstera",
      snake: "Bogenhanf",
      cactus: "Kaktus",
      trailing: "Efeu im Topf",
      tree: "Orangenbäumchen",
    },
    facts: [
      "In torffreier Erde, im Topf wie abgebildet, mit einer Karte über ihre Gewohnheiten.",
      "Wird die Erde trocken, will sie einen Fingerbreit Wasser, sonst nichts.",
      "Zwei Stunden von hier gewachsen, reist sie nur in der Theorie schlecht.",
      "Schmollt sie im ersten Monat, ersetzen wir sie.",
    ],
  },
  planter: {
    noun: "Pflanztopf",
    nouns: { box: "Blumenkasten" },
    facts: [
      "Unten ist ein Loch, und für drinnen gibt es einen Untersetzer.",
      "Frostfest bis minus fünfzehn, wenn er nicht auf dem Boden steht.",
      "Die Wand ist dick genug, dass Wurzeln im August kühl bleiben.",
      "Kräuter mögen ihn, Tulpen in Schichten auch.",
    ],
  },
  "watering-can": {
    noun: "Gießkanne",
    facts: [
      "Sie liegt voll gut in der Hand, und halb leer auch, was schwieriger ist.",
      "Die Öffnung ist weit genug für den Hahn einer Regentonne.",
      "Sie erreicht den hintersten Topf, ohne die Fensterbank zu gießen.",
      "Gelötete Nähte, vor der Reise mit Luft geprüft.",
    ],
  },
  trowel: {
    noun: "Gartenwerkzeug",
    nouns: { trowel: "Pflanzkelle", fork: "Handgabel", secateurs: "Gartenschere" },
    facts: [
      "Aus einem Stück Stahl geschmiedet, da ist kein Hals zum Verbiegen.",
      "Im Herbst ein Tropfen Öl, und es überlebt den Garten.",
      "Leicht genug für einen Nachmittag, stark genug für Wurzeln.",
      "Die Lederschlaufe ist für den Nagel im Schuppen.",
    ],
  },
  birdhouse: {
    noun: "Nistkasten",
    facts: [
      "Das Loch misst 32 mm: recht für Meisen, zu klein für Ärger.",
      "Der Boden lässt sich im Herbst zum Putzen herausziehen.",
      "Nach Osten, zwei Meter hoch, und dann in Ruhe lassen.",
      "Die Farbe ist auf Wasserbasis und riecht nach einem Tag nicht mehr.",
    ],
  },
  backpack: {
    noun: "Rucksack",
    facts: [
      "Ein 15-Zoll-Laptop hängt in seinem eigenen Fach, ohne den Boden zu berühren.",
      "Die Gurte sind breit, wo die Last sitzt, und schmal, wo es gleich ist.",
      "Die Außentasche nimmt eine Flasche und gibt sie wieder her.",
      "Ab Werk gewachst; nachwachsen, wenn der Regen nicht mehr abperlt.",
    ],
  },
  weekender: {
    noun: "Reisetasche",
    facts: [
      "Passt unter den Sitz im Zug und über den Sitz im Flugzeug.",
      "Kleider für drei Tage, ein Buch, ein Paar gute Schuhe.",
      "Der Boden hat vier Messingfüße und lässt sich abwischen.",
      "Innen ist ein flaches Fach für alles, wonach man gefragt wird.",
    ],
  },
  "tote-bag": {
    noun: "Tragetasche",
    facts: [
      "Die Henkel sind lang genug für einen Wintermantel.",
      "Eine Schlaufe innen hält die Schlüssel, wo die Hand schon ist.",
      "Sie trägt neun Kilo Marktgemüse, ohne zu stöhnen.",
      "Der Boden ist doppelt gefaltet, so steht sie von selbst.",
    ],
  },
  wallet: {
    noun: "Geldbeutel",
    nouns: { card: "Kartenetui" },
    facts: [
      "Fünf Karten, ein paar Scheine und nicht mehr, mit Absicht.",
      "Die Kanten sind von Hand poliert, nicht bemalt.",
      "Dunkelt nach, wo der Daumen liegt.",
      "Dünn genug für die vordere Tasche.",
    ],
  },
  pouch: {
    noun: "Täschchen",
    nouns: { clasp: "Portemonnaie" },
    facts: [
      "Für Stifte, Kabel oder alles, was sonst nach unten sinkt.",
      "Das Futter ist hell, so sieht man, was darin ist.",
      "Von Hand gewaschen, über Nacht trocken.",
      "Zwei davon ordnen eine Tasche besser als zehn Fächer.",
    ],
  },
  sweater: {
    noun: "Pullover",
    nouns: { "roll-neck": "Rollkragenpullover", cardigan: "Strickjacke" },
    facts: [
      "Rund gestrickt, da ist keine Seitennaht, die sich verdreht.",
      "Die Ellbogen sind doppelt gestrickt.",
      "Warm, ohne heiß zu sein; wir brauchten drei Garne dafür.",
      "Stopfgarn liegt bei, auf einer kleinen Karte.",
    ],
  },
  "t-shirt": {
    noun: "T-Shirt",
    nouns: { long: "Langarmshirt" },
    facts: [
      "Schwer genug, um gerade zu fallen, weich vom ersten Tag an.",
      "Der Kragen behält die Form; wir haben es sechzigmal gewaschen.",
      "Nach dem Nähen gefärbt, so hat die Farbe an den Nähten Tiefe.",
      "Gerade geschnitten und lang genug, um in der Hose zu bleiben.",
    ],
  },
  jacket: {
    noun: "Jacke",
    nouns: { chore: "Arbeitsjacke", rain: "Regenjacke" },
    facts: [
      "Darunter ist Platz für einen dicken Pullover, nicht für zwei.",
      "Die Taschen sind, wo die Hände hinfallen.",
      "Alle Hauptnähte sind dreifach genäht.",
      "Wir flicken sie, solange es etwas zum Annähen gibt.",
    ],
  },
  socks: {
    noun: "Socken",
    facts: [
      "Die Spitze ist von Hand geschlossen, da drückt keine Naht.",
      "Sie halten durch den Strick, nicht durch Gummi.",
      "Verstärkt an der Ferse, wo Socken sonst enden.",
      "Auf links gewaschen behalten sie ihre Farbe.",
    ],
  },
  hat: {
    noun: "Hut",
    nouns: { beanie: "Strickmütze", straw: "Sonnenhut", cap: "Kappe" },
    facts: [
      "Lässt sich in eine Tasche falten und verzeiht es.",
      "An der Stirn gefüttert, damit nichts juckt.",
      "Sitzt tief genug für Wind.",
      "Das Etikett ist innen, wo es hingehört.",
    ],
  },
  scarf: {
    noun: "Schal",
    facts: [
      "Lang genug für zweimal herum, oder zum Teilen auf dem Bahnsteig.",
      "Die Fransen sind von Hand gedreht und fransen nicht aus.",
      "Locker gewebt: Er fängt Luft und wiegt wenig.",
      "Ein dunkler Mantel sieht mit ihm überlegt aus.",
    ],
  },
  gloves: {
    noun: "Handschuhe",
    nouns: { mittens: "Fäustlinge" },
    facts: [
      "Der Bund ist lang genug, um einen Ärmel zu treffen.",
      "Zwei Lagen Strick, die warme innen.",
      "Eine kleine Schlaufe lässt sie als Paar trocknen.",
      "Ist einer verloren, schreib uns; wir verkaufen einzelne und urteilen nicht.",
    ],
  },
  umbrella: {
    noun: "Regenschirm",
    facts: [
      "Die Streben sind aus Fiberglas: Sie klappen bei Böen um, und wieder zurück.",
      "Er öffnet sich mit einem Druck und schließt mit einem Seufzer.",
      "Ein Name lässt sich ohne Aufpreis in den Griff brennen.",
      "Breit genug für anderthalb Personen.",
    ],
  },
  keyring: {
    noun: "Schlüsselanhänger",
    facts: [
      "In der Tasche findet man ihn blind.",
      "Der Ring öffnet sich, ohne einen Fingernagel zu kosten.",
      "Schwer genug, dass er fehlt, wenn er fehlt.",
      "Er hält bis zu acht Schlüssel, und das sind viele Türen.",
    ],
  },
  sunglasses: {
    noun: "Sonnenbrille",
    facts: [
      "Die Fassung ist aus einer Platte pflanzlichem Acetat geschnitten.",
      "Die Gläser halten alles UV ab und lassen Farben, wie sie sind.",
      "Fünfteilige Scharniere, weil dreiteilige sich lockern.",
      "Ein Etui aus Filz liegt bei.",
    ],
  },
  watch: {
    noun: "Armbanduhr",
    facts: [
      "Das Band lässt sich ohne Werkzeug wechseln, und andere passen.",
      "Wasserdicht bis fünfzig Meter, man darf sie am Arm vergessen.",
      "Sie hat kein Datum, denn das hat das Telefon.",
      "Das Glas ist Saphir und schwer zu zerkratzen.",
    ],
  },
  necklace: {
    noun: "Halskette",
    facts: [
      "Der Verschluss ist groß genug, um ihn selbst im Nacken zu schließen.",
      "Mit zwei Ringen lässt sie sich kürzer tragen.",
      "Sie liegt flach und dreht sich mit.",
      "Im Beutel mit Zugband, samt Poliertuch.",
    ],
  },
  earrings: {
    noun: "Ohrringe",
    facts: [
      "So leicht, dass man sie bis Mittag vergisst.",
      "Die Haken sind frei von Nickel.",
      "Von Hand emailliert, eine Seite nach der anderen.",
      "Beim Lachen fangen sie das Licht, und so ist es gedacht.",
    ],
  },
  bracelet: {
    noun: "Armband",
    nouns: { bangle: "Armreife" },
    facts: [
      "Geht ohne Kampf über die Hand.",
      "Allein zu tragen oder mit Nachbarn.",
      "Reißt es, fädeln oder löten wir es für das Porto.",
      "Macht am Schreibtisch ein kleines, angenehmes Geräusch.",
    ],
  },
  ring: {
    noun: "Ring",
    facts: [
      "Innen gerundet, gleitet er über den Knöchel.",
      "In neun Tagen auf Bestellung gemacht, einmal kostenlos geweitet.",
      "Die Fassung ist flach und bleibt nicht an Wolle hängen.",
      "Aus wiedergewonnenem Metall gegossen.",
    ],
  },
  sneaker: {
    noun: "Turnschuhe",
    facts: [
      "Die Sohle ist nicht nur geklebt, sondern auch genäht.",
      "Die Einlegesohle lässt sich lüften oder gegen eigene tauschen.",
      "Am Ende des Sommers sehen sie besser aus als am Anfang.",
      "Ersatzschnürsenkel in Creme liegen bei.",
    ],
  },
  boot: {
    noun: "Stiefel",
    nouns: { rain: "Gummistiefel" },
    facts: [
      "Die Sohle greift auf nassem Laub und färbt nicht auf Eiche ab.",
      "Wasserdicht bis zum Knöchel und warm bis minus zehn.",
      "Nach einer Woche haben sie sich an dich gewöhnt.",
      "Ein Schuster kann sie zweimal neu besohlen.",
    ],
  },
  slippers: {
    noun: "Hausschuhe",
    nouns: { sandal: "Haussandalen" },
    facts: [
      "Die Sohle reicht bis zum Briefkasten und zurück.",
      "Weich unter der Ferse, fest unter dem Gewölbe.",
      "Auf Treppen machen sie kein Geräusch.",
      "Abends an die Heizung gestellt; du weißt, warum.",
    ],
  },
  headphones: {
    noun: "Kopfhörer",
    facts: [
      "Dreißig Stunden mit einer Ladung, und ein Kabel für die einunddreißigste.",
      "Die Polster lassen sich abdrehen und von jedem ersetzen.",
      "Neutral abgestimmt, damit alte Platten nach sich selbst klingen.",
      "Einmal gefaltet passen sie in ihren Stoffbeutel.",
    ],
  },
  speaker: {
    noun: "Lautsprecher",
    facts: [
      "Stimmen klingen, als wäre jemand im Zimmer.",
      "Zwei davon finden einander und spielen in Stereo.",
      "Er merkt sich die Lautstärke und ist am Morgen nachsichtig.",
      "Die Stofffront lässt sich zum Reinigen abnehmen.",
    ],
  },
  radio: {
    noun: "Radio",
    facts: [
      "UKW und DAB, ein Knopf für jede Sache, kein Menü.",
      "Läuft am Netz, oder zwanzig Stunden für sich allein.",
      "Der Senderknopf ist schwer und rollt sanft aus.",
      "Laut genug für eine Küche mit laufendem Hahn.",
    ],
  },
  camera: {
    noun: "Kamera",
    facts: [
      "Das Einlegen dauert beim ersten Mal eine Minute, danach zehn Sekunden.",
      "Der Verschluss kennt drei Zeiten, zwei davon für Sonnenschein.",
      "Gurt, Deckel und der erste Film liegen bei.",
      "Geprüft, gereinigt und von dem Menschen unterschrieben, der es tat.",
    ],
  },
  keyboard: {
    noun: "Tastatur",
    facts: [
      "Die Tasten landen weich und haben eine klare Mitte.",
      "Kabellos an drei Rechner, mit Kabel an einen vierten.",
      "Kappen und Schalter lassen sich mit dem beigelegten Werkzeug ziehen.",
      "Die Beschriftung ist durchgefärbt und reibt sich nicht ab.",
    ],
  },
  guitar: {
    noun: "Gitarre",
    nouns: { ukulele: "Ukulele" },
    facts: [
      "Von Hand eingestellt, mit niedriger Saitenlage, freundlich zu neuen Fingern.",
      "Die Decke ist massiv und klingt in fünf Jahren noch besser.",
      "Hält die Stimmung auch bei offenem Fenster.",
      "Eine gepolsterte Tasche gehört dazu.",
    ],
  },
  notebook: {
    noun: "Notizbuch",
    facts: [
      "Es liegt auf jeder Seite flach, auch auf der ersten.",
      "Tinte scheint nicht durch; wir haben es mit einem undichten Füller versucht.",
      "Die letzten sechzehn Blätter sind perforiert.",
      "Die Seiten sind nummeriert, für alle, die das brauchen.",
    ],
  },
  book: {
    noun: "Buch",
    facts: [
      "Kurze Kapitel, lange Zeilen, und Bilder, wo sie helfen.",
      "Fadengeheftet, bleibt es offen, während die Hände im Mehl sind.",
      "Geschrieben von jemandem, der davon lebt.",
      "Ein Bändchen merkt sich die Seite.",
    ],
  },
  pen: {
    noun: "Stift",
    nouns: { fountain: "Füller", ball: "Kugelschreiber" },
    facts: [
      "Schreibt beim ersten Strich, auch nach den Ferien.",
      "Nimmt gewöhnliche Minen, niemand ist an uns gebunden.",
      "Der Clip federt und verzeiht dicke Taschen.",
      "Der Schwerpunkt liegt etwas hinter der Mitte, für lange Briefe.",
    ],
  },
  pencils: {
    noun: "Bleistifte",
    facts: [
      "Die Minen sind mit dem Holz verleimt und überleben einen Sturz.",
      "Sechseckig, so bleiben sie auf dem schrägen Pult liegen.",
      "Das Holz spitzt sich weich und riecht nach Werkstatt.",
      "Die Farben mischen sich auf dem Papier fast wie gemalt.",
    ],
  },
  card: {
    noun: "Karte",
    nouns: { cake: "Geburtstagskarte" },
    facts: [
      "Innen leer, denn du weißt, was du sagen willst.",
      "Mit einem Umschlag aus wiederverwertetem Kraftpapier.",
      "Im Buchdruck gemacht; man kann es mit dem Finger fühlen.",
      "Dick genug, um ein Jahr im Regal zu stehen.",
    ],
  },
  "wrapping-paper": {
    noun: "Geschenkband",
    nouns: { roll: "Geschenkpapier", ribbon: "Bänder", tape: "Papierklebeband" },
    facts: [
      "Genug für vier Bücher und einen Schal.",
      "Ohne Plastik, so darf es zum Altpapier.",
      "Reißt an der Kante eines Lineals sauber ab.",
      "Die meisten heben es auf.",
    ],
  },
  stickers: {
    noun: "Aufkleber",
    facts: [
      "Sie gehen wieder ab, von Deckeln und Laptops jedenfalls.",
      "Matt, so lässt sich ein Name darauf schreiben.",
      "Gut für Umschläge, Tabellen und sehr kleine Preise.",
      "Von Hand gezeichnet und so geschnitten, dass nichts Weißes bleibt.",
    ],
  },
  puzzle: {
    noun: "Puzzle",
    facts: [
      "Die Teile sind dick genug, um von selbst zu stehen.",
      "Gesägt, darum gleicht keine Schachtel ganz der anderen.",
      "Mit einem Öl behandelt, das man kauen darf.",
      "Es geht in seinen Rahmen zurück und lehrt Aufräumen ohne ein Wort.",
    ],
  },
  "board-game": {
    noun: "Spiel",
    facts: [
      "Die Regeln passen auf eine Karte.",
      "Kinder können gewinnen, und nicht, weil man sie lässt.",
      "Ersatzteile liegen unter dem Einsatz.",
      "Eine Runde ist vorbei, bevor jemand schmollt.",
    ],
  },
  blocks: {
    noun: "Bauklötze",
    facts: [
      "Auf den Zehntelmillimeter geschnitten, so werden Türme hoch.",
      "Die Kanten sind gerundet, für bloße Füße.",
      "Die Farben sind gebeizt, nicht lackiert, und blättern nicht ab.",
      "Sie kommen in einem Baumwollsack, der auch das Aufräumen ist.",
    ],
  },
  "toy-train": {
    noun: "Holzspielzeug",
    nouns: { engine: "Dampflok", train: "Holzeisenbahn", car: "Holzauto" },
    facts: [
      "Die Räder laufen auf Stahlachsen, und sie laufen weit.",
      "Nichts daran ist klein genug zum Verschlucken.",
      "Bemalt mit Farben, die für Zähne gemacht sind.",
      "Treppen werden überlebt; unsere haben es bewiesen.",
    ],
  },
  plush: {
    noun: "Kuscheltier",
    nouns: { bear: "Bär", rabbit: "Hase", elephant: "Elefant", cat: "Katze" },
    facts: [
      "Die Augen sind gestickt, also sicher vom ersten Tag an.",
      "Sitzt von selbst und hört gut zu.",
      "Bei dreißig Grad waschbar, im Kissenbezug, wenn niemand hinsieht.",
      "Mit Wolle gefüllt, die ein wenig nach draußen riecht.",
    ],
  },
  doll: {
    noun: "Puppe",
    nouns: { robot: "Roboter" },
    facts: [
      "Das Gesicht ist gestickt und immer guter Laune.",
      "Klein genug für die Tasche eines großen Mantels.",
      "Genäht von sechs Leuten in einem Dorf, die das Etikett unterschreiben.",
      "In der Mitte biegsam, sitzt auch in einer Tasse.",
    ],
  },
  ball: {
    noun: "Ball",
    facts: [
      "Naturkautschuk, mit einem Aufprall, den die Nachbarn hören.",
      "Er schwimmt, und die Farbe bleibt nicht an den Händen.",
      "Einmal aufgepumpt, hält er einen Sommer.",
      "Weich genug für drinnen, in Grenzen.",
    ],
  },
  kite: {
    noun: "Drachen",
    facts: [
      "Er steigt bei einem Wind, der kaum eine Fahne bewegt.",
      "Die Stäbe sind aus Esche, und einer liegt als Ersatz bei.",
      "Dreißig Meter Schnur auf einer Spule für kleine Hände.",
      "Verpackt nicht größer als ein Regenschirm.",
    ],
  },
  tent: {
    noun: "Zelt",
    facts: [
      "Einer allein stellt es in acht Minuten auf, bei Regen in neun.",
      "Der Boden geht an den Seiten hoch wie eine Wanne.",
      "An jedem Kopf ist ein Fach für Brille und Lampe.",
      "Jedes Stück Gestänge gibt es einzeln.",
    ],
  },
  torch: {
    noun: "Taschenlampe",
    nouns: { lantern: "Campinglaterne" },
    facts: [
      "Die schwache Stufe ist zum Lesen, die starke für den Weg.",
      "Lädt über USB-C und hält die Ladung ein Jahr.",
      "In den Bach gefallen, lässt sie sich herausfischen und benutzen.",
      "Der Schalter ist groß genug für Handschuhe.",
    ],
  },
  mat: {
    noun: "Matte",
    facts: [
      "Sie haftet besser, je wärmer man wird.",
      "Um sieben für Yoga, mittags für den Strand.",
      "Vier Millimeter dick: Die Knie danken, das Gleichgewicht bleibt.",
      "Unter der Dusche abspülen und über die Stange hängen.",
    ],
  },
  bottle: {
    noun: "Trinkflasche",
    nouns: { flask: "Thermosflasche" },
    facts: [
      "Einen Tag kalt, einen halben heiß.",
      "Passt in den Halter am Fahrrad und in die meisten Taschen.",
      "Der Deckel schließt mit einer Drehung und öffnet mit einer Hand.",
      "Die Pulverbeschichtung verbirgt die Beulen, die kommen werden.",
    ],
  },
  "lunch-box": {
    noun: "Brotdose",
    facts: [
      "Suppe bleibt auf ihrer Seite der Wand.",
      "Die Dichtung lässt sich zum Waschen herausnehmen und passt nur richtig herum.",
      "Bemessen für ein Brot, einen Apfel und etwas Süßes.",
      "Sie öffnet sich auf dem Schoß, im Zug.",
    ],
  },
  helmet: {
    noun: "Fahrradhelm",
    facts: [
      "Geprüft nach EN 1078, und dann von uns noch ein paarmal fallen gelassen.",
      "Das Rad hinten dreht sich mit einem Finger.",
      "Ein Magnet schließt den Riemen, kein Kinn wird gezwickt.",
      "Hat er bei einem Sturz seine Arbeit getan, ersetzen wir ihn zum halben Preis.",
    ],
  },
  "coffee-bag": {
    noun: "Kaffee",
    facts: [
      "Dienstags geröstet und am selben Tag verschickt.",
      "Schmeckt erst nach Haselnuss und beim Abkühlen nach Orangenschale.",
      "Von einer Genossenschaft, die vor der Ernte bezahlt wird.",
      "Gut in der Presse, besser im Filter, nachsichtig in der Maschine.",
    ],
  },
  "tea-tin": {
    noun: "Tee",
    facts: [
      "Ganze Blätter, die sich öffnen, so weit sie mögen.",
      "Drei Minuten für den Morgen, zwei für den Nachmittag.",
      "Nachgefüllt wird die Dose für weniger; bring sie oder schick sie.",
      "In der zweiten Maiwoche gepflückt, wenn er am mildesten ist.",
    ],
  },
  preserve: {
    noun: "Marmelade",
    facts: [
      "In einem Kupferkessel gekocht, der elf Gläser fasst und nicht mehr.",
      "Nichts darin, was nicht in einer Küche stünde.",
      "Der Löffel sollte eine Sekunde stehen und dann fallen.",
      "Für Brot gedacht, landet sie auf dem Löffel.",
    ],
  },
  oil: {
    noun: "Olivenöl",
    facts: [
      "Keine sechs Stunden nach dem Pflücken gepresst.",
      "Bis zum Frühling grün und pfeffrig, danach runder.",
      "Das dunkle Glas hält das Licht ab; ein Schrank hilft.",
      "Bei Tisch über die Suppe, nicht davor.",
    ],
  },
  chocolate: {
    noun: "Schokolade",
    facts: [
      "Drei Tage zwischen Granitwalzen gerieben.",
      "Kalt bricht sie, und sie schmilzt im Tempo einer Kurzgeschichte.",
      "Die Zutaten passen auf einen Daumennagel.",
      "Das Papier bedrucken die Leute, die unsere Karten drucken.",
    ],
  },
  soap: {
    noun: "Seife",
    facts: [
      "Sechs Wochen gereift, hält sie zwei Monate.",
      "Riecht nach dem, was draufsteht, und nach nichts sonst.",
      "Olivenöl macht sie mild, etwas Tonerde macht sie glatt.",
      "Zwischendurch liegt sie gern trocken.",
    ],
  },
  lotion: {
    noun: "Handcreme",
    nouns: { dropper: "Handöl" },
    facts: [
      "Eingezogen, bevor die Hand zur Klinke greift.",
      "Der Duft bleibt eine Minute und geht.",
      "Nachfüllungen kosten ein Drittel weniger und kommen im Beutel.",
      "Für Gärtner gemacht, von allen ausgeliehen.",
    ],
  },
  brush: {
    noun: "Bürste",
    nouns: { bath: "Badebürste", dish: "Spülbürste", hair: "Haarbürste" },
    facts: [
      "Die Borsten sind Pflanzenfasern, trocken fest und nass freundlich.",
      "Sie hängt zum Abtropfen an ihrer Schnur.",
      "Von Hand eingezogen in einer Werkstatt blinder Bürstenmacher.",
      "Sieht das Holz durstig aus, will es Öl.",
    ],
  },
  towel: {
    noun: "Handtuch",
    nouns: { stack: "Handtuchset" },
    facts: [
      "Es trocknet dich und dann sich selbst, schneller als Frottee.",
      "Der Aufhänger sitzt an der Seite, denn Ecken reißen.",
      "Zwei Jahre lang wird es weicher, und dann bleibt es so.",
      "Dünn genug für die Tasche zum See.",
    ],
  },
  "party-ware": {
    noun: "Partyset",
    nouns: { cups: "Pappbecher", cases: "Muffinförmchen", balloons: "Luftballons" },
    facts: [
      "Für einen Nachmittag gemacht und danach kompostiert.",
      "Niemand muss abwaschen.",
      "Fest genug für Limonade und für Aufregung.",
      "Passt zur Wimpelkette, falls du so jemand bist.",
    ],
  },
  "gift-bag": {
    noun: "Geschenktasche",
    facts: [
      "Eine Flasche passt hinein, und ein Kuchen auch.",
      "Die Henkel sind innen verknotet und halten zwei Kilo.",
      "Sie faltet sich flach und kam schon als Geschenk zurück.",
      "An einer Schnur hängt ein Schild für den Namen.",
    ],
  },
  "money-box": {
    noun: "Spardose",
    facts: [
      "Sie öffnet sich unten, nichts muss zerbrechen.",
      "Münzen machen beim Fallen das richtige Geräusch.",
      "Voll ist sie ungefähr so viel wert wie ein guter Drachen.",
      "Auf Schulfesten gewonnen und dann behalten.",
    ],
  },
  "storage-box": {
    noun: "Schatzkiste",
    facts: [
      "Für Briefe, Kabel oder die Knöpfe, die mit Mänteln kamen.",
      "Sie trägt ihr eigenes Gewicht an Fotos.",
      "Vorn ist ein Fenster für ein Schild.",
      "Die Ecken sind mit Stoff bezogen, dort gehen Schachteln zuerst kaputt.",
    ],
  },
};
