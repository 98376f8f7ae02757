"""Words that are not names but say something about who bears one."""

from __future__ import annotations

import re


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


SCHOOL_TITLES = _words(
    "coach principal prof professor profe profesor profesora maestra maestro professora teacher director "
    "directora diretor diretora superintendent counselor nurse librarian entrenador treinador"
)
"""Titles people bear at a school."""
TITLES = SCHOOL_TITLES | _words(
    "mr mrs ms miss mx dr drs doctor sir madam señor señora senor senora sra srta rev fr sister brother pastor "
    "senator councillor cllr"
)
"""Everything that may stand before a surname."""
SUFFIXES = _words("jr sr ii iii iv phd edd med mba esq msw cpa")
"""What may follow a name; `sr` in front of one is a title (Spanish)."""
DEGREES = SUFFIXES | _words("ma ms bs ba md rn mat mph nbct lcsw cfp dds")
"""The same behind a comma, where nothing here is a name."""
FILED_TITLES = TITLES | _words("mag ing dipl ir")
"""What may stand before a first name in a list, where a further name follows."""
HANDLE_TITLES = TITLES | _words("sen rep mep mp dep depute deputy minister")
"""What may stand before a name in a handle."""
RANKS = _words("baron baroness lord lady viscount viscountess earl countess")
"""Behind a name and a comma, they and what follows say nothing of the name: `Barry Jones, Baron Jones`."""
PARTICLES = _words(
    "de del la las los da das do dos du van von der den di della le st ste san santa bin ibn al el abu y e"
)
"""Belong to the word after them: `De La Cruz`."""
CLASS_WORDS = _words(
    "class classroom grade grader graders kindergarten kinder prek preschool math algebra geometry calculus "
    "science biology chemistry physics reading writing english ela esl history civics geography spanish french "
    "german latin art music band choir orchestra theater drama pe gym health library stem room clase aula turma "
    "salon sala 1st 2nd 3rd 4th 5th 6th 7th 8th 9th 10th 11th 12th first second third fourth fifth sixth seventh "
    "eighth"
)
"""Words that make `Ms. Rivera 4th Grade` the page of a class."""
ORGANISATION_WORDS = _words(
    "academy alliance alumni association athletics bakery band bank basketball blog boosters book books bookstore "
    "boutique business cafe camp center centre charity church classes clinic club coffee college committee "
    "community company consulting corp council daycare deals dental department designs district education "
    "elementary engineering events family farm farms fitness foundation freebies friends fund gallery government "
    "graphics group gym high highschool hospital inc institute isd k12 kids lab law league learning library llc ltd "
    "magazine marketing media middle ministries ministry montessori movement museum network news newspaper "
    "nonprofit official office online organization parks partners photography photos pizza preschool press "
    "productions products project pta pto ptsa ptso publishing radio realtor realty restaurant robotics salon "
    "school schools shop soccer society software solutions spa sports stem store studio studios supplies supply "
    "swim teachers teaching team theatre toys travel tutoring union university usa volleyball wrestling yearbook "
    "ymca youth escuela colegio iglesia panaderia tienda escola igreja padaria loja biblioteca universidad "
    "universidade"
)
"""Words in the names of pages that are not people."""
BUSINESS_WORDS = _words(
    "bakery bank boutique cafe clinic coffee consulting corp deals dental designs fitness freebies graphics "
    "gym hospital inc law llc ltd marketing panaderia padaria photography photos pizza productions products "
    "publishing realtor realty restaurant salon software solutions spa store studio studios supplies supply "
    "tienda loja toys travel"
)
"""Of those, words of businesses."""
TOWN_WORDS = BUSINESS_WORDS | _words(
    "charity church council government iglesia igreja magazine ministries ministry museum news newspaper"
)
"""Words of pages that have a town's name because they are in it, and not a school's."""
INSTITUTION_WORDS = _words(
    "academy alumni association boosters college colegio district elementary escola escuela high highschool isd lab "
    "league montessori preschool pta pto ptsa ptso school schools soccer university universidad universidade ymca youth"
)
"""Words of pages of institutions: they have somebody's name, but are nobody's own page."""
FAMILY_WORDS = _words("family families friends kids")
"""Words of pages of a family or its friends, of whom a school's lists may lack some."""
LEARNING_WORDS = ORGANISATION_WORDS - TOWN_WORDS - _words("books bookstore")
"""A page that has one may belong to a school community, whatever the lists hold."""
EVERYDAY_WORDS = _words(
    "amazing angry awesome baby bad beach bear best big black blessed blue bunny butterfly cat chef chill cookie "
    "cool cosmic crazy cute cupcake dad daddy daily dance dancer dark dog dolphin dragon dream dreamer epic evil "
    "fan fast fire flower flying foxy free fun funny galaxy game gamer games gaming ghost girl girls girly gold "
    "golden good green happy heart heavy hoops hot ice im its just killer king kitty lady lazy life lil little "
    "live lost love lover lucky magic mama mango master mighty mom momma mommy moon mother muffin mystic mum "
    "ninja ocean official orange panda papa peach pink pixel pizza player potato power pretty pro proud purple "
    "queen rain rainbow real red rocket royal runner sad salty savage secret shadow shiny silent silly silver "
    "simple sky sleepy smile snow soccer social sparkle sporty star stars storm sun sunny sunshine super surfer "
    "sweet taco team the tiger tiny toxic travel turtle unicorn vibes warrior wave white wild wildcat wife winter "
    "wizard wolf world yellow father grandma grandpa hubby of my me and koala pickle waffle banana kitten otter "
    "penguin whale shark eagle falcon lion puppy pony bubble bubbles jelly noodle noodles pancake donut brownie cheese "
    "nacho burrito peanut popcorn pretzel marshmallow glitter meadow goalie goblin pumpkin squirrel raccoon sloth "
    "lemon cherry berry fuzzy jolly curious stormy frosty electric turbo hyper mega ultra spooky groovy wacky goofy "
    "dizzy fluffy bouncy cheeky grumpy zesty quiet brave bright gentle spam acc account main alt lol fake finsta "
    "bookworm nerd artist dreamy vibing blossom daisy clover pebble comet nebula orbit"
)
"""Words that pseudonyms are made of. Some are surnames too, so they only say: no identity is shown here."""
EITHER_WORDS = _words("fox bean bird crow fish frost hawk hawks lamb lamp rose swan wood woods")
"""Surnames that make a pseudonym behind an everyday word: `lucky fox`, but not `Lena Fox`."""
LINKING_WORDS = _words("of my the your not")
"""Words that stand in phrases and not in names: `Mama of 4`."""
HANDLE_NOISE = _words("the real its im iam official not just xo xx xoxo tv yt hq ig hd og")
"""What is put before or after a name to make a free handle."""
HANDLE_ADDED = HANDLE_NOISE | _words(
    "teaches teacher teach reads writes learns coaches bakes runs gaming plays fit life hey hello usa tx forever"
)
"""The same, where it is written as one word with the name: `annareads`."""
SCHOOL_PART = re.compile(r"(?:isd|usd|mps|k12|edu|sd|ps|teaches|teacher|teach|hs|ms|es)\d*")
"""What is put behind a name in a handle to say that somebody works at a school."""
FREE_MAIL = _words(
    "gmail.com googlemail.com yahoo.com hotmail.com outlook.com live.com msn.com icloud.com me.com aol.com "
    "proton.me protonmail.com gmx.com mail.com comcast.net verizon.net att.net sbcglobal.net"
)
"""Mail hosts that anybody can have an address at."""
