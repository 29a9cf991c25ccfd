"""What the matcher knows of English: function words, negators, and small families of words.

Written for news prose. A family in `SYNONYMS` holds words that a reporter may swap in a paraphrase without
changing the proposition; anything wider belongs into `KIN`, which only suggests contests and never merges.
"""


def word_set(text: str) -> frozenset[str]:
    """The words of a listing."""
    return frozenset(text.split())


FUNCTION = word_set(
    """a an the this that these those there here it its he him his she her hers they them their theirs we us
    our ours you your yours i me my who whom whose which what when where why how if then than as so
    such both either each every any some all most more many much few several other another own same and or
    but nor yet for because since while although though however whether until unless of in on at by to from
    with about into onto over under through during between among against before after above below out off up
    down near upon within toward towards across along around per via is are was were be been being am isn't
    aren't wasn't weren't has have had having hasn't haven't hadn't do does did doing don't doesn't didn't
    will would shall should can could may might must ought won't wouldn't can't cannot couldn't shouldn't
    shan't mustn't needn't mightn't not no never neither i'm i've i'd i'll you're you've you'd you'll he's
    he'd he'll she's she'd she'll it's it'd it'll we're we've we'd we'll they're they've they'd they'll
    that's that'd that'll there's there'd there'll here's who's who'd what's let's ain't also just too only
    even still again very quite rather really now already ever away else myself yourself himself herself
    itself ourselves yourselves themselves one ones oh well yes etc
    someone somebody anyone anybody everyone everybody something anything everything"""
)
"""Words that carry grammar: counted lightly in an alignment and not at all as evidence of a shared
proposition."""

COMMON = word_set(
    """say tell speak claim state report think know believe want need get give take make go come put
    keep let see look find seem become happen try use work good bad big great new old long little high low
    right wrong same different important strong sure many lot thing way time year day week month today
    yesterday tomorrow people person man woman country state nation world government official leader
    president minister part number place case fact point issue matter question first last next
    several able about currently reportedly now also major huge clear whole full real own late early soon
    ago direct instead hold show mean effort situation address tackle
    handle face conduct carry"""
)
"""Content words so frequent in reports that sharing them says little."""

OPENERS = word_set("that and but so because well now then also yet still however")
"""Words that may open a clause without being part of its proposition; ignored when two wordings are equal
but for them."""

NEGATORS = word_set(
    """not no never neither nor none nobody nothing nowhere cannot without hardly scarcely barely isn't
    aren't wasn't weren't hasn't haven't hadn't don't doesn't didn't won't wouldn't can't couldn't shouldn't
    shan't mustn't needn't mightn't ain't"""
)

NEGATING_VERBS = word_set(
    """deny denies denied denying refute refutes refuted refuting dismiss dismisses dismissed dismissing
    reject rejects rejected rejecting rebut rebutted disprove disproved fail fails failed failing refuse
    refuses refused refusing decline declines declined declining unable lack lacks lacked lacking avoid
    avoids avoided avoiding prevent prevents prevented preventing unlikely impossible false untrue denial"""
)
"""Verbs and adjectives whose complement is not so: 'failed to pay', 'denied meeting him', 'it is false
that'."""

HEDGES = word_set("may might maybe perhaps possibly risk risks risking")
"""Words that make what follows a possibility: 'may be surrounded' and 'is surrounded' are two claims."""

NOT_NEGATING = (
    ("not", "only"),
    ("not", "just"),
    ("not", "merely"),
    ("not", "simply"),
    ("not", "least"),
    ("no", "doubt"),
    ("no", "question"),
    ("no", "later"),
    ("no", "more", "than"),
    ("no", "fewer", "than"),
    ("no", "less", "than"),
    ("not", "more", "than"),
    ("not", "less", "than"),
    ("not", "fewer", "than"),
    ("nothing", "but"),
    ("nothing", "less"),
    ("never", "mind"),
)
"""Phrases whose first word looks like a negator and negates nothing."""

FRAMES = word_set(
    """claim claims claimed claiming allegation allegations alleged report reports reported suggestion
    suggestions suggested rumour rumours rumor rumors accusation accusations assertion assertions idea
    notion possibility possibilities prospect prospects charge charges speculation talk talks statement
    statements any all such that of the a an his her their its having being been"""
)
"""Words around what a denial denies: 'refuted claims of encirclement' denies the encirclement."""

TITLES = word_set(
    """president vice-president vice prime minister chancellor premier senator sen rep representative
    congressman congresswoman governor gov mayor secretary general gen colonel col captain capt lieutenant
    lt sergeant sgt admiral commander chief king queen prince princess pope bishop archbishop rabbi imam
    judge justice professor prof doctor dr mr mrs ms miss sir lord lady dame director chairman chairwoman
    chair spokesman spokeswoman spokesperson ambassador envoy attorney sheriff officer detective inspector
    councillor councilor alderman speaker leader adviser advisor aide former foreign interior defence
    defense"""
)
"""Words before a name that say what its bearer is; printed or left out at will."""

CALENDAR = word_set(
    """monday tuesday wednesday thursday friday saturday sunday january february march april may june july
    august september october november december"""
)

PLACES = {
    "america": "america american americans us usa u.s. u.s.a.",
    "britain": "britain british briton britons uk u.k.",
    "russia": "russia russian russians moscow's",
    "ukraine": "ukraine ukrainian ukrainians",
    "china": "china chinese",
    "france": "france french",
    "germany": "germany german germans",
    "spain": "spain spanish",
    "italy": "italy italian italians",
    "poland": "poland polish poles",
    "turkey": "turkey turkish turks",
    "israel": "israel israeli israelis",
    "palestine": "palestine palestinian palestinians",
    "iran": "iran iranian iranians",
    "iraq": "iraq iraqi iraqis",
    "syria": "syria syrian syrians",
    "egypt": "egypt egyptian egyptians",
    "libya": "libya libyan libyans",
    "afghanistan": "afghanistan afghan afghans",
    "pakistan": "pakistan pakistani pakistanis",
    "india": "india indian indians",
    "japan": "japan japanese",
    "korea": "korea korean koreans",
    "canada": "canada canadian canadians",
    "mexico": "mexico mexican mexicans",
    "brazil": "brazil brazilian brazilians",
    "australia": "australia australian australians",
    "ireland": "ireland irish",
    "scotland": "scotland scottish scots",
    "wales": "wales welsh",
    "england": "england english",
    "europe": "europe european europeans",
    "greece": "greece greek greeks",
    "sweden": "sweden swedish swedes",
    "norway": "norway norwegian norwegians",
    "finland": "finland finnish finns",
    "denmark": "denmark danish danes",
    "netherlands": "netherlands dutch",
    "belgium": "belgium belgian belgians",
    "switzerland": "switzerland swiss",
    "austria": "austria austrian austrians",
    "hungary": "hungary hungarian hungarians",
    "saudi": "saudi saudis",
    "republican": "republican republicans gop",
    "democrat": "democrat democrats democratic",
    "nato": "nato",
}
"""Names and what is made of them; these are names also in capitals or at the start of a sentence."""

UNITED = {"states": "america", "kingdom": "britain"}
"""Countries whose name is two words."""

SYNONYMS = (
    "surround encircle encirclement trap besiege",
    "troop soldier force serviceman fighter",
    "military army",
    "call phone telephone phonecall",
    "conversation discussion talk talks negotiation dialogue",
    "plan schedule intention intend arrange arranged planned scheduled",
    "kill die dead death fatality slay perish slain deceased killed",
    "injure wound injury injured wounded hurt",
    "resign quit resignation",
    "begin start commence launch",
    "finish end conclude conclusion finished",
    "purchase buy bought acquire acquisition",
    "house home dwelling",
    "firm company business",
    "child kid children",
    "lawmaker legislator",
    "attorney lawyer",
    "policeman officer",
    "doctor physician",
    "assist help aid assistance",
    "accord deal agreement agree treaty pact",
    "demand request ask urge appeal plea call-on",
    "spare save protect",
    "life live lives",
    "truce ceasefire armistice",
    "cost price expense",
    "money fund funds funding cash",
    "tax levy",
    "jail prison imprison",
    "wage pay salary",
    "error mistake",
    "huge enormous massive giant",
    "awful terrible horrible dreadful appalling",
    "dangerous perilous hazardous risky",
    "fast quick rapid swift",
    "vital crucial essential",
    "shut close closed closure shutdown",
    "repair fix mend",
    "rebuild reconstruct reconstruction",
    "construct build built construction",
    "collapse collapsed crumble",
    "destroy demolish destruction demolition",
    "choose select pick chosen",
    "vote ballot",
    "election poll",
    "inquiry investigation probe investigate",
    "examine inspect inspection examination",
    "evidence proof",
    "guarantee ensure assure",
    "aim goal objective",
    "worry concern anxiety worried concerned",
    "anger fury outrage angry furious",
    "hope optimism",
    "sick ill illness disease",
    "student pupil",
    "car vehicle automobile",
    "road street highway",
    "boat ship vessel",
    "plane aircraft airplane aeroplane",
    "fire blaze",
    "flood flooding",
    "quake earthquake",
    "evacuate evacuation",
    "rescue rescued",
    "shortage scarcity",
    "strike walkout stoppage",
    "union syndicate",
    "worker employee staff labourer",
    "employer boss",
    "layoff redundancy",
    "citizen resident inhabitant townspeople",
    "annual yearly",
    "finally eventually",
    "immediately instantly at-once",
    "possess own",
    "obtain receive receipt",
    "require need necessary",
    "forbid ban prohibit prohibition banned",
    "permit allow",
    "postpone delay defer",
    "cancel scrap",
    "announce announcement declare",
    "reply respond response answer",
    "fund finance",
    "gun firearm",
    "weapon arm arms weaponry",
    "bomb explosive",
    "blast explosion explode",
    "attack assault raid",
    "crime offence offense",
    "thief robber burglar",
    "steal theft stole stolen",
    "murder homicide",
    "arrest detain custody detention",
    "accuse blame",
    "verdict ruling",
    "judge justice",
    "refugee migrant",
    "border frontier",
    "poison contaminate contamination poisoned",
    "pollute pollution",
    "rubbish waste garbage trash",
    "farmer grower",
    "crop harvest",
    "film movie",
    "picture photo photograph",
    "shop store",
    "customer client",
    "profit earnings",
    "debt liability",
    "meet meeting met",
    "visit trip",
    "vulnerable exposed",
    "capable able",
    "continue carry-on go-on",
    "battle fight combat",
    "reasonable sensible",
    "dispute contest",
    "remove withdraw withdrawal",
)

ANTONYMS = (
    (
        "rise increase grow growth climb gain rose grew raise",
        "fall decrease decline drop shrink fell lower reduce",
    ),
    ("accept approve endorse back support favour favor", "reject oppose veto disagree"),
    ("win won victory", "lose lost defeat loss"),
    ("open opened reopen", "shut close closed closure shutdown"),
    ("safe secure", "unsafe dangerous perilous hazardous risky"),
    ("legal lawful", "illegal unlawful"),
    ("guilty guilt", "innocent innocence"),
    ("true correct accurate", "false untrue incorrect inaccurate wrong"),
    ("alive", "dead"),
    ("begin start commence", "stop end halt cease"),
    ("permit allow", "forbid ban prohibit prohibition banned"),
    ("possible", "impossible"),
    ("able capable", "unable incapable"),
    ("likely", "unlikely"),
    ("succeed success successful", "fail failure unsuccessful"),
    ("strong strength strengthen", "weak weakness weaken"),
    ("buy bought purchase", "sell sold sale"),
    ("advance", "retreat"),
    ("confirm", "deny refute"),
    ("arrive arrival", "leave left depart departure"),
    ("necessary", "unnecessary"),
    ("fair", "unfair"),
    ("happy", "unhappy"),
    ("better", "worse"),
    ("best", "worst"),
    ("hope optimistic optimism", "despair pessimistic pessimism"),
    ("clean", "dirty contaminated"),
    ("free freed release released", "detain jail imprison detained"),
    ("public", "private secret"),
    ("cheap cheaper", "expensive costly"),
    ("stay remain stayed remained", "leave left depart"),
)
"""Opposite pairs: each second family is the first one negated."""

KIN = (
    "call phone telephone conversation discussion talk talks meeting meet negotiation dialogue contact speak",
    "surround encircle encirclement trap besiege cut-off",
    "kill die dead death fatality casualty victim perish",
    "attack assault raid strike bomb shell blast explosion",
    "deal agreement accord treaty pact truce ceasefire",
    "resign resignation quit step-down leave",
    "pay payment bribe money fund gift",
)
"""Families wide enough to say 'the same kind of event'; they raise a question and never merge."""

INVARIANT = word_set("news series species means headquarters always perhaps thus plus")
"""Words whose last letters look like an ending and are none."""

IRREGULAR = {
    form: base
    for base, forms in {
        "die": "dying died dies",
        "be": "is are was were been being am",
        "have": "has had having",
        "do": "does did done",
        "say": "said says",
        "go": "went gone goes",
        "come": "came",
        "take": "took taken",
        "give": "gave given",
        "make": "made",
        "get": "got gotten",
        "meet": "met",
        "leave": "left",
        "lose": "lost",
        "win": "won",
        "build": "built",
        "sell": "sold",
        "tell": "told",
        "hold": "held",
        "keep": "kept",
        "know": "knew known",
        "think": "thought",
        "fight": "fought",
        "bring": "brought",
        "catch": "caught",
        "teach": "taught",
        "rise": "rose risen",
        "fall": "fell fallen",
        "break": "broke broken",
        "choose": "chose chosen",
        "spend": "spent",
        "pay": "paid",
        "send": "sent",
        "find": "found",
        "speak": "spoke spoken",
        "write": "wrote written",
        "steal": "stole stolen",
        "see": "saw seen",
        "hear": "heard",
        "feel": "felt",
        "mean": "meant",
        "lead": "led",
        "grow": "grew grown",
        "throw": "threw thrown",
        "fly": "flew flown",
        "draw": "drew drawn",
        "drive": "drove driven",
        "begin": "began begun",
        "run": "ran",
        "stand": "stood",
        "understand": "understood",
        "become": "became",
        "show": "shown",
        "sit": "sat",
        "shoot": "shot",
        "strike": "struck",
        "freeze": "froze frozen",
        "eat": "ate eaten",
        "forget": "forgot forgotten",
        "hide": "hid hidden",
        "use": "used using uses",
        "forbid": "forbade forbidden",
        "hit": "hitting",
        "cut": "cutting",
        "wear": "wore worn",
        "swear": "swore sworn",
        "tear": "tore torn",
        "bear": "bore borne",
        "seek": "sought",
        "buy": "bought buying",
        "deal": "dealt",
        "sleep": "slept",
        "sweep": "swept",
        "weep": "wept",
        "wake": "woke woken",
        "lie": "lying lay lain",
        "lend": "lent",
        "bend": "bent",
        "burn": "burnt",
        "drink": "drank drunk",
        "sink": "sank sunk",
        "swim": "swam swum",
        "ring": "rang rung",
        "sing": "sang sung",
        "shrink": "shrank shrunk",
        "withdraw": "withdrew withdrawn",
        "overcome": "overcame",
        "undertake": "undertook undertaken",
        "child": "children",
        "man": "men",
        "woman": "women",
        "person": "persons",
        "foot": "feet",
        "wife": "wives",
        "life": "lives",
        "crisis": "crises",
    }.items()
    for form in forms.split()
}
