"""Words that report: cues by what they take, nouns for speakers, venues and claims. Data only."""

from claims.enums import AttributionClass as Class


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# --- cues: verbs, by lemma ------------------------------------------------------------------------
# What a verb takes as its content, apart from a quotation, which each of them may take:
#   clause      says that ...; clause before or after the verb
#   infinitive  promises to ...
#   object      denies the report; the object noun phrase is the content
#   person      accuses somebody of ..., calls somebody a ...: object and what follows are the content
#   told        tells somebody that ...: the object is the audience, not the content
#   about       speaks of, about, on, to something

SPEECH_CLAUSE = _words(
    "say state add note announce declare claim assert insist argue maintain contend explain tell reply "
    "respond respond answer report reveal disclose confirm acknowledge admit concede warn caution "
    "stress emphasize emphasise underline underscore reiterate repeat write tweet post suggest indicate "
    "imply allege charge testify predict forecast estimate conclude observe remark comment complain "
    "lament boast brag joke quip exclaim shout yell whisper mutter murmur cry recall recount continue "
    "begin ask inquire enquire wonder question retort counter object protest agree concur read "
    "demonstrate show find signal hint propose recommend demand request order urge vow pledge promise "
    "swear threaten guarantee assure inform notify advise remind rule decide determine proclaim "
    "pronounce swear affirm reaffirm attest certify clarify elaborate specify mention point relate "
    "relay convey message email text blog retweet opine posit speculate theorize theorise muse reckon "
    "deny refute dispute rebut contest hail highlight tout caption quote cite stipulate chime interject "
    "deadpan gush rant fume snap sneer scoff chant sing pray preach lecture chide"
)
SPEECH_OBJECT = _words(
    "deny refute dispute reject dismiss rebut contradict contest disavow repudiate question challenge "
    "confirm announce propose demand request reveal disclose describe discuss praise criticize "
    "criticise slam blast condemn denounce defend endorse welcome hail mock ridicule decry deplore "
    "lambast lambaste assail attack rip bash blame accuse reiterate stress emphasize emphasise "
    "highlight underline underscore acknowledge admit concede note mention cite claim predict estimate "
    "suggest recommend oppose support back favor favour tout applaud urge warn threaten promise pledge "
    "vow explain outline detail lay voice express issue raise reaffirm recount recall lament echo "
    "repeat report allege assert advocate invoke reference portray characterize characterise declare "
    "offer celebrate compare"
)
SPEECH_PERSON = _words(
    "accuse blame call describe label dub brand characterize characterise portray depict hail name "
    "declare criticize criticise praise thank urge ask order tell beg implore invite encourage advise "
    "remind warn slam blast condemn attack mock challenge press instruct request refer liken compare "
    "denounce fault credit commend cast dismiss deride ridicule"
)
SPEECH_INFINITIVE = _words(
    "promise vow pledge threaten offer agree ask demand swear refuse decline claim volunteer propose "
    "urge order beg implore request invite encourage warn tell advise instruct press"
)
SPEECH_ABOUT = _words(
    "speak talk warn complain boast brag call ask comment testify write tweet lie joke point refer "
    "allude agree argue rail object respond reply apologize apologise elaborate lash push joke hint preach"
)
BELIEF_CLAUSE = _words(
    "think believe know feel hope fear expect suspect doubt worry assume presume suppose consider "
    "understand realize realise imagine guess reckon hear learn see view regard deem trust anticipate "
    "figure bet mean remember forget wish prefer dream regret"
)
BELIEF_OBJECT = _words(
    "consider view regard favor favour prefer fear doubt expect trust love hate like want support "
    "oppose back appreciate admire blame understand regret need"
)
INTENT_INFINITIVE = _words(
    "plan intend aim want seek hope expect decide prepare wish prefer need like choose try"
)
INTENT_OBJECT = _words("plan want seek intend accept")

# Verbs that are too common in other senses to count without a clause or a quotation.
CLAUSE_ONLY = _words(
    "show find read see hear learn point order rule charge begin continue post sing pray mean figure "
    "guess cry text message email blog snap counter relate determine remember forget know like love "
    "need"
)
TOLD = _words("tell inform notify assure remind advise warn ask promise text email message caution show")

DENIAL = _words("deny refute dispute rebut contradict debunk disavow repudiate disprove")
DENIAL_OF_CLAIM = _words(
    "reject dismiss contest downplay question challenge"
)  # only of a claim, not of an offer
CLAIM_NOUNS = _words(
    "claim allegation accusation assertion suggestion possibility notion idea charge report rumor "
    "rumour statement speculation criticism concern prospect contention insinuation characterization "
    "theory talk warning narrative encirclement"
)

HEARSAY = _words("reportedly allegedly purportedly supposedly")
UNNAMING = _words("name identify anonymity anonymous anonymously unnamed")

# --- cues: light verbs and nouns ------------------------------------------------------------------
LIGHT_VERBS = _words(
    "express voice raise make issue offer give have share show deliver cast release repeat reiterate"
)
SPEECH_NOUNS = _words(
    "statement claim allegation accusation assertion announcement argument warning suggestion report "
    "promise pledge vow threat criticism complaint denial admission acknowledgement acknowledgment "
    "comment remark prediction proposal call demand request appeal plea question objection charge "
    "confirmation insistence contention testimony declaration assurance reminder recommendation "
    "estimate conclusion finding explanation description message"
)
BELIEF_NOUNS = _words(
    "belief view opinion hope fear concern doubt worry suspicion optimism pessimism skepticism "
    "scepticism confidence expectation idea notion feeling sense conviction desire wish interest "
    "support opposition frustration anger outrage satisfaction disappointment regret gratitude"
)
INTENT_NOUNS = _words("plan intention decision commitment willingness readiness determination refusal")
BELIEF_ADJECTIVES = _words(
    "confident sure certain hopeful optimistic pessimistic convinced afraid aware worried concerned "
    "skeptical sceptical doubtful adamant proud glad unaware unsure skeptical clear"
)


# --- who speaks -----------------------------------------------------------------------------------
MASCULINE = _words("he him his himself")
FEMININE = _words("she her hers herself")
FIRST_SINGULAR = _words("i me my mine myself")
FIRST_PLURAL = _words("we us our ours ourselves")
PLURAL = _words("they them their theirs themselves")

HONORIFICS = _words(
    "mr mrs ms miss dr prof sir dame lord lady rev fr sen rep gov gen lt col maj capt sgt adm cmdr "
    "president vice-president premier chancellor minister senator congressman congresswoman "
    "representative governor general lieutenant colonel major captain sergeant admiral commander "
    "secretary ambassador judge justice attorney mayor king queen prince princess pope cardinal bishop "
    "archbishop imam rabbi sheikh professor doctor speaker chairman chairwoman chair chief officer "
    "director spokesman spokeswoman spokesperson councilman councilwoman mr. mrs. ms. dr. prof. rev. "
    "fr. sen. rep. gov. gen. lt. col. maj. capt. sgt. adm. cmdr. st."
)
MASCULINE_TITLES = _words(
    "mr mr. sir lord king prince congressman spokesman chairman businessman councilman father husband son "
    "brother widower"
)
FEMININE_TITLES = _words(
    "mrs mrs. ms ms. miss dame lady queen princess congresswoman spokeswoman chairwoman businesswoman "
    "councilwoman mother wife daughter sister widow"
)
LEADERS = _words("president leader premier chancellor minister king queen monarch ruler dictator strongman")
PERSON_NOUNS = _words(
    "president leader premier chancellor minister king queen senator congressman congresswoman "
    "representative governor general commander officer secretary ambassador judge justice attorney "
    "mayor aide adviser advisor envoy spokesman spokeswoman spokesperson chairman chairwoman chair "
    "chief director candidate nominee politician lawmaker businessman businesswoman billionaire mogul "
    "tycoon expert analyst scientist professor economist historian author writer reporter journalist "
    "columnist editor critic supporter veteran lawyer prosecutor investigator detective sheriff "
    "official diplomat negotiator strategist consultant manager executive founder owner actor actress "
    "singer comedian host player coach star pastor priest bishop doctor nurse teacher student resident "
    "man woman father mother son daughter husband wife brother sister neighbor neighbour victim witness "
    "survivor suspect defendant soldier lieutenant colonel captain sergeant admiral pilot worker farmer "
    "democrat republican hopeful frontrunner incumbent newcomer native head boss speaker councilman "
    "councilwoman deputy inspector engineer mediator researcher physician volunteer activist campaigner "
    "organizer organiser clerk harbourmaster master dictator strongman ruler monarch politician statesman "
    "congressperson sen. rep. gov. gen."
)
ANONYMOUS_NOUNS = _words(
    "source official insider person people somebody someone aide diplomat expert analyst observer witness"
)
OTHERS = _words(
    "others some many most few several critics experts analysts observers people everyone nobody one"
)
GROUP_NOUNS = _words(
    "officials sources people lawmakers voters democrats republicans residents protesters activists "
    "experts analysts critics supporters scientists researchers economists prosecutors investigators "
    "police authorities troops soldiers forces negotiators leaders allies opponents advisers advisors "
    "aides families lawyers attorneys reporters journalists students teachers workers farmers members "
    "politicians conservatives liberals americans russians ukrainians europeans team delegation public "
    "crowd staff crew parents pollsters senators governors representatives mayors judges doctors women "
    "men neighbors neighbours organizers organisers campaigners diplomats ministers generals commanders "
    "witnesses observers historians economists executives donors fans viewers readers respondents"
)
DOCUMENT_NOUNS = _words(
    "report poll survey study statement article story post tweet letter email memo document filing book "
    "transcript editorial column data figure analysis paper release record message ad advertisement "
    "video speech interview review investigation note news release account dispatch estimate"
)
ORG_NOUNS = _words(
    "administration campaign department ministry agency committee government company court party police "
    "office bureau commission council union association network newspaper magazine group foundation "
    "institute university team outlet website board senate house congress parliament army military navy "
    "firm bank service paper tabloid broadcaster station channel authority embassy delegation camp"
)
MONTHS_DAYS = _words(
    "january february march april may june july august september october november december monday "
    "tuesday wednesday thursday friday saturday sunday"
)
AMERICA = _words("us u.s. u.s america american usa united-states")

# --- venues ---------------------------------------------------------------------------------------
VENUE_NOUNS = _words(
    "statement post interview conference briefing speech tweet message letter email address video rally "
    "debate memo release op-ed editorial column podcast broadcast hearing testimony filing meeting call "
    "appearance platform account blog forum livestream presser ceremony event summit thread press- "
    "release town-hall"
)
CARRIERS = _words(
    "platform account post tweet message video site app page network website media thread livestream"
)
PLATFORMS = _words("twitter facebook instagram telegram youtube tiktok mastodon bluesky reddit snapchat x")

POSTING = _words("write post tweet publish share upload")
MEDIA = _words(
    "times post journal news newspaper tribune herald courier daily gazette chronicle telegraph guardian "
    "observer mirror express mail press radio television tv broadcaster magazine weekly today bulletin "
    "agency reuters bloomberg axios politico newsweek bbc cnn nbc abc cbs msnbc npr pbs ap afp sky fox"
)

# --- what makes a claim worth checking, by lemma --------------------------------------------------
GRAVE = _words(
    "accuse kill murder steal lie cheat fraud corrupt corruption crime criminal attack bomb surround "
    "encircle invade massacre bribe abuse rape assault violate illegal illegally law arrest charge "
    "guilty victim casualty dead die death wound wounded destroy fail ban cause rise fall increase "
    "decrease double cut cost pay spend lose win vote deny refuse sign agree withdraw launch plan delay"
)
ATTITUDE = _words(
    "hope bless thank thanks love hate great wonderful terrible amazing beautiful proud sorry glad "
    "happy welcome congratulation congratulations pray wish feel think believe want hello goodbye "
    "please optimism optimistic"
)

# --- capitals, for reading shouted text and headings ----------------------------------------------
ALWAYS_CAPITAL = _words(
    "monday tuesday wednesday thursday friday saturday sunday january february april june july august "
    "september october november december america american russia russian ukraine ukrainian europe "
    "european china chinese britain british france french germany german israel israeli iran iranian "
    "english i"
)
ACRONYMS = _words("US USA UK EU UN NATO FBI CIA GOP TV DC NYPD KGB AP OK II III IV")
SMALL_WORDS = _words("a an the of in on to and or for with as is that at by")

# --- gender of common given names: used only to rule out a reading of 'he' or 'she' ---------------
MASCULINE_NAMES = _words(
    "adam adrian alan albert alec alexander alexei alfred ali andrew andriy anthony antonio arthur ben "
    "benjamin bernard bernie bill bob bobby brad brett brian bruce carl carlos charles charlie chris "
    "christopher chuck clarence craig cory daniel dave david dean dennis dick dmitry dmytro donald doug "
    "douglas dwight earl ed eddie edward emmanuel eric ernest eugene evan francis frank fred gary gavin "
    "gene george gerald gordon graham greg gregory harold harry harvey henry herbert howard hugh ian "
    "igor ivan jack jacob jake james jared jason jay jd jeb jeff jeffrey jeremy jerome jerry jesse jim "
    "jimmy joe joel john johnny jon jonathan jose joseph josh joshua juan julian justin karl keith "
    "kenneth kevin kyle lance larry lawrence lee leon leonard lewis lindsey louis luis luke marco "
    "marcus mario mark markus martin marvin matt matthew max michael miguel mike mikhail mitch mitt "
    "mohammed muhammad nathan neil newt nicholas nick nigel norman oleg oleh oleksandr oliver oscar "
    "owen patrick paul pedro pete peter phil philip rafael ralph rand randy ray raymond reince ricardo "
    "richard rick rob robert roberto rodney roger roland ron ronald roy rudy rupert russell ryan sam "
    "samuel scott sean sergei serhiy seth simon stanley stephen steve steven stuart ted terry thomas "
    "tim timothy todd tom tony vasyl victor viktor vincent vladimir volodymyr walt walter warren wayne "
    "will william winston xi yuri"
)
FEMININE_NAMES = _words(
    "abigail alexandra alice alicia alison amanda amber amy andrea angela angelina ann anna anne annie "
    "april ashley ava barbara beatrice becky beth betty beverly brenda bridget brigid caitlin camilla "
    "carol caroline carolyn catherine charlotte chelsea cheryl christina christine cindy claire clara "
    "claudia connie courtney crystal cynthia dana dawn deborah debbie debra denise diana diane donna "
    "doris dorothy elena eleanor elizabeth ellen emily emma erica erin eva evelyn florence frances gail "
    "gennifer gina gloria grace hannah heather heidi helen hillary holly huma irene isabel ivanka "
    "jackie jane janet janice jean jennifer jenny jessica jill joan joanna josephine joyce judith judy "
    "julia julie karen kate katherine kathleen kathryn kathy katie kellyanne kimberly kirsten kristen "
    "laura lauren laurie leslie lily linda lisa liz loretta lori lucy lynn madeleine margaret maria "
    "marie marilyn marsha martha mary maya megan melania melissa michelle molly monica nadia nancy "
    "natalia natalie nicole nikki nina olena olga olivia oksana pamela patricia paula peggy penny "
    "phyllis rachel rebecca renee rita robin rosa rose roslyn ruth sally samantha sandra sara sarah "
    "sasha sharon sheila shirley sonia sophia sophie stephanie sue susan suzanne sylvia tamara tanya "
    "tara teresa theresa tiffany tina tracy tulsi ursula valerie vanessa vera victoria virginia wendy "
    "yulia"
)

CLASS_OF_NOUN = {
    **dict.fromkeys(INTENT_NOUNS, Class.INTENT),
    **dict.fromkeys(BELIEF_NOUNS, Class.BELIEF),
    **dict.fromkeys(SPEECH_NOUNS, Class.SPEECH),
}


def class_of_verb(lemma: str) -> Class:
    """The class of a cue verb; verbs that belong to several count as speech first."""
    if lemma in SPEECH_CLAUSE or lemma in SPEECH_OBJECT | SPEECH_PERSON | SPEECH_ABOUT:
        return Class.SPEECH
    return Class.BELIEF if lemma in BELIEF_CLAUSE | BELIEF_OBJECT else Class.INTENT


VERBS = (
    SPEECH_CLAUSE
    | SPEECH_OBJECT
    | SPEECH_PERSON
    | SPEECH_INFINITIVE
    | SPEECH_ABOUT
    | BELIEF_CLAUSE
    | BELIEF_OBJECT
    | INTENT_INFINITIVE
    | INTENT_OBJECT
)
