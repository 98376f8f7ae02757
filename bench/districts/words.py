"""Words of which profiles are made that are not names."""

from __future__ import annotations


def listed(text: str, separator: str | None = None) -> tuple[str, ...]:
    """The words in a text, or its parts between the separators."""
    return tuple(text.split(separator))


ADJECTIVES = listed(
    "happy sunny quiet crazy cosmic dark lucky silly sweet tiny mighty wild magic purple golden sporty sleepy pixel "
    "salty chill royal blue red lil big epic lazy frosty brave hidden electric velvet midnight cloudy spicy cozy "
    "gentle neon rusty stormy curious vivid lost rapid fuzzy hungry dizzy jolly secret silent angry real"
)
NOUNS = listed(
    "turtle tiger panda wolf star bean gamer queen king ninja bear cat fox dragon muffin cookie taco potato rocket "
    "moon ghost bunny hoops dancer wizard storm shadow mango otter falcon kitten waffle penguin comet pirate daisy "
    "river meadow pickle noodle sparrow koala cactus goalie skater reader baker gardener raven sloth puppy banana"
)
PHRASES = (
    "Mom of {n}", "mama of {n}", "Dad of {n}", "coffee first", "blessed", "boy mom", "girl dad", "just me",
    "living my best life", "dog mom", "wife. mom. teacher", "not your average mom", "the real one", "idk", "hi", "me",
    "no name", "lol", "🌻🌻🌻", "x", "ur mom", "private", "student account", "Class account", "spam acc", "bookworm",
)  # fmt: skip
ORGANISATIONS = (
    "Learning", "Education", "Books", "Boosters", "PTA", "Teaching", "Classroom Store", "Fitness", "Realty", "Bakery",
    "Photography", "Church", "Youth Soccer", "Academy", "STEM Lab", "Publishing", "Elementary", "Middle School",
    "High School Band", "Public Library", "Yearbook", "Coffee", "Boutique", "Farm", "Dance Studio", "Baseball",
    "Community Center", "Foundation", "Tutoring", "Math", "Pizza", "Travel", "Designs", "Music", "Swim Club", "Gym",
    "Robotics", "News", "Museum", "Kids", "Preschool", "University", "Martial Arts", "Salon", "Nonprofit", "Media",
)  # fmt: skip
PLACES = listed(
    "Lakeside Midtown Northern Valley Coastal Central Summit Sunrise Heartland Evergreen Bayview Riverbend Capital "
    "Hometown Downtown Pioneer Metro Southside Westside Hilltop Crossroads"
)
SUBJECTS = (
    "Algebra", "Science", "4th Grade", "Kindergarten", "Art", "Music", "PE", "Reading", "History", "Spanish",
    "1st Grade", "2nd Grade", "3rd Grade", "5th Grade", "Band", "Math", "Biology", "Library", "Choir", "ELA", "STEM",
    "Pre-K", "Chemistry",
)  # fmt: skip
HANDLE_SUBJECTS = listed(
    "math science reads art music pe teaches history band library teach class lab stem 4th 3rd 2nd"
)
CREDENTIALS = (", M.Ed.", ", MEd", ", Ed.D.", ", PhD", ", Ph.D.", " M.Ed.", ", NBCT", ", RN", ", MBA", ", LCSW", " MA")
PRONOUNS = {"a": ("(she/her)", "she/her", "(she/they)", "(ella)"), "b": ("(he/him)", "he/him", "(he/they)")}
HONORIFICS = {"a": ("Mrs.", "Ms.", "Mrs.", "Ms.", "Miss", "Mrs"), "b": ("Mr.", "Mr.", "Mr.", "Mr")}
OTHER_TITLES = {
    "a": ("Coach", "Dr.", "Principal", "Profe", "Señora", "Maestra", "Nurse"),
    "b": ("Coach", "Coach", "Dr.", "Principal", "Profe", "Señor"),
}
EMOJI = listed(
    "🍎 📚 ❤️ ✨ 🌸 🌻 🏀 ⚽ 🏈 🎶 🦋 🖤 💕 🔥 😎 🐾 ☀️ 🌈 🎓 💙 🤍 ⭐ 🐝 🌊 🎄 🇺🇸 ✌️ 👩‍🏫 🤙 💫 🏳️‍🌈 🥎 🎨 🧡 🍓"
)
PREFIXES = listed("its im the real iam hey just its_ the. not lil")
SUFFIXES = listed("xo x xx official tv yt 1 _ __ 7 11 23 gaming art reads bakes fit life")
VERBS = listed("vote elect team meet ask learnwith with readwith go friendsof teach")
AFTER = listed("forkids forschools for all4 4kids teaches 4us forus reads rocks hq forcongress fortexas usa")
PUBLIC_TITLES = listed("sen rep dr mr mrs ms coach gov mayor prof principal supt")
OTHER_DISTRICTS = listed("isd usd lps cps sd12 edu tx ca unified k12 schools usd259 fcps")
OFFICES = listed("mp mp mep official pd uk gov council office page news team online ny wa dem gop")
