"""Why the classifier said what it said of one connection."""

from __future__ import annotations

MESSAGES: dict[str, str | tuple[str, str]] = {
    "reason.as.administrator": "an administrator",
    "reason.as.teacher": "a teacher",
    "reason.as.staff": "a member of the staff",
    "reason.as.volunteer": "a volunteer",
    "reason.as.student": "a student",
    "reason.as.parent": "a parent or guardian",
    "reason.as.other_community": "a member of the community",
    "reason.group.parent": "parents and guardians",
    "reason.group.student": "students",
    "reason.group.teacher": "teachers",
    "reason.same_email": "The e-mail address is one from the school lists.",
    "reason.same_name": "The name is the same as one person's in the school lists ({t_as}).",
    "reason.same_name_part": "The first name and one of two last names fit one person in the school lists ({t_as}).",
    "reason.short_form": "The last name and a form of the first name fit one person in the school lists ({t_as}).",
    "reason.middle_as_first": "A middle name and the last name fit one person in the school lists ({t_as}).",
    "reason.former_surname": "The first name and a former last name fit one person in the school lists ({t_as}).",
    "reason.child_surname": "The first name fits {t_as} in the school lists, and the last name is their child's.",
    "reason.nearly_same_name": "The name is spelled nearly like one person's in the school lists ({t_as}).",
    "reason.same_surname": "The last name fits one person in the school lists ({t_as}). No first name is shown.",
    "reason.same_surname_initial": "The first letter and the last name fit one person in the school lists ({t_as}).",
    "reason.same_initials": "Only first letters are shown. They fit one person in the school lists ({t_as}).",
    "reason.same_first_name": "Only the first name fits. It is that of one person in the school lists ({t_as}).",
    "reason.same_first_initial": (
        "The first name and the first letter of the last name fit one person in the school lists ({t_as})."
    ),
    "reason.first_name_differs": "Somebody in the school lists has this last name ({t_as}), but another first name.",
    "reason.surname_differs": "Somebody in the school lists has this first name ({t_as}), but another last name.",
    "reason.hardly_fits": "Little of this fits the nearest person in the school lists ({t_as}).",
    "reason.no_name_but_address": "Nothing but the address points to a person in the school lists ({t_as}).",
    "reason.several_fit": (
        "One person in the school lists fits.",
        "{n} people in the school lists fit about equally well.",
    ),
    "reason.several_unnamed": "Somebody in the school lists could be meant, but no one person stands out.",
    "reason.common_name": "Many people share this name.",
    "reason.rare_surname": "The last name is rare: about 1 in {people} people.",
    "reason.very_rare_surname": "The last name is very rare.",
    "reason.near_class": "The person belongs to one of the owner's classes.",
    "reason.near_school": "The person belongs to the owner's school.",
    "reason.year_fits": "The year in the name fits the student's grade.",
    "reason.title_fits": "The title in the name (such as Mrs. or Coach) is one that staff often use.",
    "reason.school_named": "The profile names one of the district's schools.",
    "reason.another_school": "The profile names another school or district.",
    "reason.school_page": "The name is that of a school of the district, or of a group that bears its name.",
    "reason.district_mail": "The e-mail address is at the district, but it is not in the school lists.",
    "reason.sources_disagree": "The name and the handle do not quite agree.",
    "reason.recently_left": "This may be a person who was in the school lists until recently.",
    "reason.organisation": "This looks like a page or a group, not one person.",
    "reason.page": "This is a page or a group of its own, not a person in the school lists.",
    "reason.only_nothing": "No name that we recognise is shown here, so there is nothing to compare.",
    "reason.only_first_name": "Only a first name is shown. That is too little to find one person.",
    "reason.only_surname": "Too little of the name is shown to find one person.",
    "reason.group_missing": "The school lists do not hold all {t_group}, so we cannot say.",
    "reason.other_script": "The name is in letters that we cannot compare safely with the school lists.",
    "reason.nobody_fits": "We could not find anybody with this name in the school lists.",
    "reason.surname_elsewhere": (
        "Somebody in the school lists has this last name, but it is much likelier that another person is meant."
    ),
    "reason.nobody_fits_well": "Nobody in the school lists fits well, but somebody may be listed under another name.",
    # How one answer was reached: top of the page
    "explain.document": "{name}: how the answer was reached",
    "explain.title": "How we reached our answer on {name}",
    "explain.answer": "Our answer",
    "explain.nearest": "Nearest person in the school lists",
    "explain.person": "{id} ({t_as})",
    "explain.is": "{t_verdict}",
    "explain.is_as": "{t_verdict} ({t_category})",
    "explain.nobody_near": "Nobody in the school lists comes near enough to be compared, name by name.",
    "explain.list_size": (
        "This account's list has one connection.",
        "This account's list has {n} connections. All of them were looked at together.",
    ),
    "explain.never": (
        "Only what is written here was compared. We infer nothing about anybody's origin, religion, age or sex. "
        "You decide: lists have holes, and people share names."
    ),
    # The steps
    "explain.steps.title": "Step by step",
    "explain.steps.intro": (
        "We ask how much likelier what is shown is if this is the nearest person than if it is somebody who is not in "
        "the school lists. Each step makes that more or less likely. We count in bits: one bit doubles the odds, ten "
        "bits make them about a thousand times as high."
    ),
    "explain.steps.chart": "Evidence for and against the nearest person",
    "explain.steps.chart_desc": (
        "One bar for each step. A filled bar goes to the right and speaks for the person, an empty bar goes to the "
        "left and speaks against. Each bar starts where the one before it ended; the last one is the sum."
    ),
    "explain.steps.caption": "The same steps in words and numbers",
    "explain.steps.step": "What we compared",
    "explain.steps.bits": "Bits",
    "explain.steps.sum": "So far",
    "explain.steps.weights": "Every number behind the steps",
    "explain.steps.weights_caption": "Each weight of the program's tables that counts here",
    "explain.steps.weight": "Weight",
    "explain.steps.amount": "Counted",
    "explain.steps.version": "Version of the weights: {version}",
    "explain.step.near": "Nearness",
    "explain.step.list": "This account's list",
    "explain.step.shown": "Kind of profile",
    "explain.step.first": "First name",
    "explain.step.last": "Last name",
    "explain.step.between": "Other words of the name",
    "explain.step.handle": "User name",
    "explain.step.year": "Leaving year",
    "explain.step.profile": "Address and school",
    "explain.step.corrected": "Correction",
    "explain.step.together": "Together",
    "explain.for": "for this person",
    "explain.against": "against",
    "explain.times.same": "This changes next to nothing.",
    "explain.times.little_more": "This makes it a little likelier.",
    "explain.times.little_less": "This makes it a little less likely.",
    "explain.times.more": "This makes it about {n} times as likely.",
    "explain.times.less": "This makes it about {n} times less likely.",
    "explain.times.much_more": "This makes it more than a million times as likely.",
    "explain.times.much_less": "This makes it more than a million times less likely.",
    "explain.together.even": "Together: about as likely this person as somebody who is not in the lists.",
    "explain.together.more": "Together: about {n} to 1 for this person, against somebody who is not in the lists.",
    "explain.together.less": "Together: about {n} to 1 against this person, for somebody who is not in the lists.",
    "explain.together.much_more": (
        "Together: more than a million to 1 for this person, against somebody who is not in the lists."
    ),
    "explain.together.much_less": (
        "Together: more than a million to 1 against this person, for somebody who is not in the lists."
    ),
    # Nearness and the rest of the list
    "explain.role.staff": "staff",
    "explain.role.parent": "parents and guardians",
    "explain.role.student": "students",
    "explain.near.class": "This is {t_as} from one of the owner's classes, one of about {people} {t_role} there.",
    "explain.near.school": "This is {t_as} from the owner's school, one of about {people} {t_role} there.",
    "explain.near.district": (
        "This is {t_as} from elsewhere in the district, one of about {people} {t_role} in the school lists."
    ),
    "explain.near.unknown": (
        "This is {t_as}, one of about {people} {t_role} in the school lists. Whose account it is we do not know, so "
        "nobody is nearer than others."
    ),
    "explain.near.children": "The lists have more than one child for this person.",
    "explain.list.share": "About {percent} in 100 people of this account's list seem to be in the school lists.",
    "explain.list.alone": (
        "Nothing else of this account is known, so we start from what is usual: {percent} in 100 are in the lists."
    ),
    "explain.list.relatives": "Somebody of the same family seems to be in this list too.",
    # What is shown at all
    "explain.shown": (
        "What is shown: {t_shape}, and what is not. We count how often people in the lists show themselves like that, "
        "and how often others do."
    ),
    "explain.shown.title": "A title is written before the name, such as Mrs. or Coach.",
    "explain.shown.job": "Teachers and school leaders show a title more often than others on the staff.",
    "explain.shown.year": "The user name ends in a number that could be a leaving year.",
    "explain.shape.nothing": "no name",
    "explain.shape.full": "a first and a last name",
    "explain.shape.long": "a name of three words or more",
    "explain.shape.titled_full": "a title and a whole name",
    "explain.shape.titled_surname": "a title and a last name",
    "explain.shape.titled_initial": "a title and a letter",
    "explain.shape.class_page": "the name of a class",
    "explain.shape.initial_surname": "a first letter and a last name",
    "explain.shape.first_initial": "a first name and a letter",
    "explain.shape.initials": "letters only",
    "explain.shape.first": "one word, perhaps a first name",
    "explain.shape.surname": "one word, perhaps a last name",
    "explain.shape.everyday": "everyday words, not a name",
    "explain.shape.organisation": "the name of a page or a group",
    "explain.shape.other_script": "a name in letters that are hard to compare",
    "explain.shape.first_year": "one name and a year",
    "explain.shape.unlisted": "words that are in no list of names",
    # Names
    "explain.first.exact": "The first name {name} is the same.",
    "explain.first.nickname": "The first name {name} is another form of the one in the lists.",
    "explain.first.short": "The first name {name} begins like the one in the lists.",
    "explain.first.middle": "The first name {name} is this person's middle name in the lists.",
    "explain.first.close": "The first name {name} is spelled nearly like the one in the lists.",
    "explain.first.sounds": "The first name {name} may be the one in the lists as another language spells it.",
    "explain.first.stem": "The first name {name} begins like the one in the lists and ends in another way.",
    "explain.first.initial": "The first letter {name} fits the first name.",
    "explain.first.middle_letter": "The first letter {name} fits a middle name.",
    "explain.first.differs": "The lists have another first name than {name}.",
    "explain.first.in_handle": "The user name holds the first name {name}.",
    "explain.last.exact": "The last name {name} is the same.",
    "explain.last.part": "The last name {name} is one of this person's last names.",
    "explain.last.former": "The last name {name} is a former one of this person's.",
    "explain.last.child": "The last name {name} is that of this person's child.",
    "explain.last.close": "The last name {name} is spelled nearly like the one in the lists.",
    "explain.last.sounds": "The last name {name} may be the one in the lists as another language spells it.",
    "explain.last.initial": "The letter {name} fits the last name.",
    "explain.last.differs": "The lists have another last name than {name}.",
    "explain.last.in_handle": "The user name holds the last name {name}.",
    "explain.one_in.common": "It is common: about 1 in {people} people have it.",
    "explain.one_in.plain": "About 1 in {people} people have it.",
    "explain.one_in.rare": "It is rare: about 1 in {people} people have it.",
    "explain.one_in.unlisted": "It is so rare that our tables do not have it. We count it as 1 in {people} people.",
    "explain.one_in.here": "It is more frequent in these school lists, so we count it as 1 in {people}.",
    "explain.namesakes": (
        "One person in the school lists has this first and last name.",
        "{n} people in the school lists have this first and last name.",
    ),
    "explain.called.preferred": "The lists say that this person prefers this name.",
    "explain.called.other_than_preferred": "The lists say that this person prefers another name.",
    "explain.slip.listed": "As it is written here, it is a name that others have.",
    "explain.slip.new_word": "As it is written here, it is no name that we know.",
    "explain.middle.same": "The middle name is the same.",
    "explain.middle.initial": "The letter in the middle fits the middle name.",
    "explain.middle.differs": "The lists have another middle name.",
    "explain.middle.second": "The word in the middle is another of this person's last names.",
    "explain.middle.alone": "The middle name stands where the last name would be.",
    "explain.middle.not_on_file": "There is a middle name here, and none in the lists.",
    "explain.middle.surname": "The word in the middle is a last name that the lists do not have for this person.",
    "explain.order.turned": "Read like this, the last name stands first.",
    "explain.order.surname_only": "The only word is this person's last name.",
    "explain.order.title_first": "A title stands before the first name.",
    "explain.order.more": "The last name is not the last word.",
    # User name
    "explain.handle.both": "The user name holds the first and the last name.",
    "explain.handle.letter_last": "The user name holds a first letter and the last name.",
    "explain.handle.last": "The user name holds the last name.",
    "explain.handle.first_letter": "The user name holds the first name and the first letter of the last name.",
    "explain.handle.first": "The user name holds the first name.",
    "explain.handle.first_middle": "The user name is made of the first and the middle name.",
    "explain.handle.letters": "The user name is made of this person's first letters.",
    "explain.handle.another": "The user name reads like another name.",
    "explain.handle.nothing": "The user name shows no name of this person.",
    "explain.handle.other_form": "It is another form of a name: a short, a middle, a former or a child's one.",
    "explain.handle.rest": "Other letters stand beside it.",
    "explain.handle.title": "A title stands before it.",
    "explain.handle.usual_in_lists": "People in the lists have user names of this kind more often than others.",
    "explain.handle.usual_elsewhere": (
        "Others who show this name have such user names too, and more often than people in the lists."
    ),
    "explain.handle.read_elsewhere": "It was read from the e-mail address or from the name, as no user name is shown.",
    "explain.handle.read_both": "The e-mail address, or the name itself, was read as a user name too.",
    # Year, address, school
    "explain.year.same": "The leaving year fits this student's grade.",
    "explain.year.same_digits": "The number fits the year in which this student leaves school.",
    "explain.year.differs": "The leaving year does not fit this student's grade.",
    "explain.year.other_digits": "The number is not the year in which this student leaves school.",
    "explain.year.not_a_student": "A leaving year is shown, and this person is not a student.",
    "explain.address.same": "The e-mail address is this person's in the lists.",
    "explain.address.none": "The e-mail address is not one that the lists have for this person.",
    "explain.mail.district": "It is an address at the district.",
    "explain.mail.other": "It is not an address at the district.",
    "explain.school.ours": "The profile names one of the district's schools.",
    "explain.school.there": "The profile names the school this person belongs to.",
    "explain.school.elsewhere": "The profile names one of the district's schools, but not this person's.",
    "explain.school.another": "The profile names a school that is not one of the district's.",
    "explain.educator": "The profile speaks of teaching.",
    "explain.suffix.ours": "The user name ends in a sign of the district.",
    "explain.suffix.another": "The user name ends in a sign of another school.",
    "explain.corrected": "A correction, learned from cases in which the true answer is known.",
    # All that it may be
    "explain.shares.title": "Who it could be",
    "explain.shares.chart": "How likely each is",
    "explain.shares.desc": "One bar for each possibility, as long as it is likely, in 100.",
    "explain.shares.people": "In the school lists, one by one",
    "explain.shares.caption": "The people in the school lists who come nearest",
    "explain.shares.who": "Person",
    "explain.shares.in_100": "In 100",
    "explain.share.this": "The nearest person",
    "explain.share.others": "Another person in the school lists",
    "explain.share.unseen": "Somebody in the lists under another name",
    "explain.share.gone": "Somebody who was in the lists until recently",
    "explain.share.somebody_else": "Somebody who is not in the lists",
    "explain.school_page": (
        "The page of a school is known by its name. The numbers above are about people, and did not count."
    ),
    "explain.thresholds": (
        "We say “in the school lists” if that is true in at least {high} of 100 cases, and “not found” if it is true "
        "in at most {low} of 100, enough of the name is shown and the lists have every group. Otherwise a person has "
        "to say, or we cannot tell. Your district's policy sets these limits."
    ),
    # What would change it
    "explain.changes.title": "What would change the answer",
    "explain.changes.none": "Nothing that we tried by itself would change the answer.",
    "explain.changes.tried": "We judged again with one thing changed at a time.",
    "explain.change.without_display_name": "Without the name, only with the user name and the rest",
    "explain.change.without_handle": "Without the user name",
    "explain.change.without_email": "Without the e-mail address",
    "explain.change.without_bio": "Without the description",
    "explain.change.without_owner": "If we did not know whose account it is",
    "explain.change.without_person": "If the nearest person were not in the school lists",
    "explain.change.whole_name": "If the whole name were shown, and it were the nearest person's",
    "explain.change.lists_covered": "If the school lists held every group",
    "explain.becomes": "{t_what}: {t_verdict}",
    "explain.becomes_as": "{t_what}: {t_verdict} ({t_category})",
    # Notes of the command
    "explain.note.other_roster": (
        "Note: the stored result was made with other school lists than these. The answer may differ."
    ),
    "explain.note.other_answer": "Note: the stored result says: {t_verdict}. With what is given here it is another.",
    "explain.note.owner_unknown": (
        "Note: the account's owner is not in these school lists, so nobody is nearer than others. Name the owner with "
        "--staff."
    ),
}
