"""The words that synthetic people, places and plans are made of. No name was taken from anybody."""

FORENAMES = (
    *("Aldo", "Bramble", "Calla", "Dorian", "Elowen", "Fenn", "Gilda", "Hazel", "Idris", "Juniper"),
    *("Kestrel", "Linden", "Marlow", "Nerys", "Orrin", "Perrin", "Quill", "Rowan", "Sorrel"),
    *("Tamsin", "Ursa", "Verity", "Wren", "Xanthe", "Yarrow", "Zephyr", "Ash", "Bryony", "Corin"),
)
SURNAME_BEGINNINGS = (
    *("Alder", "Birch", "Clover", "Dock", "Elder", "Fern", "Gorse", "Hawk", "Iron", "Jay"),
    *("Kettle", "Lark", "Moss", "Nettle", "Oat", "Pebble", "Reed", "Sedge", "Thistle", "Vetch"),
)
SURNAME_ENDINGS = (
    *("bank", "brook", "combe", "croft", "dale", "field", "ford", "gate", "ham", "hurst"),
    *("ley", "mere", "ridge", "shaw", "stead", "thorpe", "ton", "well", "wick", "worth"),
)
PLACES = ("Brookton", "Northbrook", "Eastwater", "Southmere", "Westhollow", "Upper Weir")
SCHOOL_KINDS = (
    ("Infant School", "Community school"),
    ("Primary School", "Community school"),
    ("Junior School", "Academy"),
    ("High School", "Academy"),
    ("School", "Special school"),
    ("College", "Further education"),
)
TEAMS = ("North area", "South area", "East area", "West area", "Post-16")
SERVICES = ("Educational psychology", "Children’s therapies", "Community health", "Social care")

ADVISERS = (
    ("a", "Parent or young person", None),
    ("b", "School or college", None),
    ("d", "Educational psychologist", 0),
    ("c", "Health", 2),
    ("e", "Social care", 3),
    ("f", "Speech and language therapist", 1),
    ("f", "Occupational therapist", 1),
)
"""Who is asked: the paragraph of Regulation 6(1), the role, and the number of the service."""

NEEDS = (
    ("communication", "Finds it hard to follow what is said in a group."),
    ("cognition", "Learns new words and numbers in small steps, with many repeats."),
    ("social", "Becomes anxious when a day does not go as planned."),
    ("sensory", "Is disturbed by noise and bright light."),
)
OUTCOMES = (
    "Will follow a story told to the class and retell three parts of it.",
    "Will read a page of a book for the age group without help.",
    "Will tell an adult when worried, before leaving the room.",
    "Will stay in the dining hall for a whole meal.",
)
PROVISION = (
    "Speech and language work in a group of up to four.",
    "Teaching in small steps, with a check of what was learnt before.",
    "Time with a named adult at the beginning of the day.",
    "A quiet place to work, and ear defenders.",
)
OWN_WORDS = (
    "I like building things and the swings at the park.",
    "I want to have a friend to sit with.",
    "I like animals, and I want to work with them.",
    "I want people to wait until I have found my words.",
)
REASONS = (
    "Reports of the school show what was tried and what is still hard.",
    "The school can meet these needs with what it has, as its records show.",
)
