"""`chappe serve --demo` on an empty folder: every sample on the wire with the facts that it shows.

Screenshots of the wire and of dispatches (desktop, phone, dark, Arabic) are left in --screenshots
for people to look at.
"""
import dataclasses
import pathlib

from browser import Browser
from chappe_server import Server
from scenario import ROOT, run

NONE = "not declared"  # for tags: the page has no place for them


@dataclasses.dataclass
class Expected:
    title: str
    language: str
    published: str
    credit: str | None
    reads: int | None
    tags: list | str
    paragraphs: int  # headings and quotes included
    first: str       # the beginning of the first paragraph, dateline cut or not
    last: str        # the end of the last one, credit cut


TELEGRAPHE, OPTICAL, SEMAPHORE = "Agence Télégraphe", "Optical Wire", "Sémaphore"

EXPECTED = [
    Expected("Il y a 230 ans, le télégraphe de Chappe apportait à Paris sa première victoire",
             "fr", "2024-08-15", TELEGRAPHE, 1794, [], 7,
             "La première ligne de télégraphe optique", "en une dizaine d'années."),
    Expected("Il y a 63 ans, Kennedy demandait la Lune au Congrès",
             "fr", "2024-05-25", TELEGRAPHE, 1961, NONE, 5,
             "Le 25 mai 1961, le président", "et décembre 1972."),
    Expected("Le tunnel sous la Manche a trente ans",
             "fr", "2024-05-06T08:30:00", TELEGRAPHE, 508,
             ["transports", "Royaume-Uni", "histoire"], 6,
             "Le tunnel sous la Manche a été inauguré", "puis abandonnées."),
    Expected("James Webb Space Telescope lifts off on an Ariane 5",
             "en", "2021-12-25", OPTICAL, 2512, ["space", "astronomy", "NASA", "ESA"], 7,
             "The James Webb Space Telescope was launched", "in the summer of 2022."),
    Expected("How 25 countries chose Greenwich",
             "en", "2024-10-13", OPTICAL, 884, [], 6,
             "It is 140 years since", "under another name."),
    Expected("Forty years ago the world was declared free of smallpox",
             "en", "2020-05-08", OPTICAL, 214, ["health", "WHO", "history"], 6,
             "On 8 May 1980 the World Health Assembly", "in Siberia."),
    Expected("COP21 : 196 parties adoptent l’accord de Paris sur le climat",
             "fr", "2015-12-12T20:04:00+01:00", SEMAPHORE, 4318,
             ["climat", "COP21", "Nations unies"], 8,
             "La conférence de Paris sur le climat", "prolongée d’un jour."),
    Expected("La convention du mètre a cent cinquante ans",
             "fr", "2025-05-20", TELEGRAPHE, 362, [], 6,
             "Le 20 mai 1875, dix-sept États", "en tout lieu."),
    Expected("Lascaux : quatre-vingt-cinq ans après la découverte",
             "fr", "2025-09-12", TELEGRAPHE, 1940, ["patrimoine", "préhistoire"], 6,
             "Le 12 septembre 1940, quatre garçons", "du patrimoine mondial."),
    Expected("Douze pays d'Europe passent aux pièces et aux billets en euros",
             "fr", "2002-01-01", SEMAPHORE, 6559,
             ["euro", "monnaie", "Banque centrale européenne"], 6,
             "Les pièces et les billets en euros", "pendant trois ans."),
    Expected("Quarante ans d’accord de Schengen",
             "fr", "2025-06-14T07:00:00+02:00", SEMAPHORE, 985,
             ["Union européenne", "frontières"], 7,
             "Le 14 juin 1985, cinq États", "pendant la pandémie."),
    Expected("Philae lands on a comet, a first in spaceflight",
             "en", "2014-11-12T20:30:00+01:00", OPTICAL, 7121,
             ["Rosetta", "Philae", "ESA", "comets"], 7,
             "The European lander Philae touched down", "its panels receive."),
    Expected("Astronomers show the first image of a black hole",
             "en", "2019-04-10T13:07:00Z", OPTICAL, 15007, ["astronomy", "M87"], 6,
             "Astronomers presented the first image", "The Astrophysical Journal Letters."),
    Expected("The telegraph union that twenty states founded in 1865",
             "en", "2025-05-17T09:00:00", OPTICAL, 433, [], 7,
             "The International Telecommunication Union is 160", "since 1969."),
    Expected("Шестьдесят лет назад человек впервые полетел в космос",
             "ru", "2021-04-12T09:07:00", OPTICAL, 1204, [], 6,
             "Шестьдесят лет назад, 12 апреля 1961 года", "устойчивого развития."),
    Expected("خمسون عاما على اعتماد العربية لغة رسمية في الأمم المتحدة",
             "ar", "2023-12-18T10:00:00Z", SEMAPHORE, 540, ["الأمم المتحدة", "اللغة العربية"], 5,
             "مرت خمسون سنة", "ترجمة فورية بينها."),
    Expected("Inaugurado en La Palma el Gran Telescopio Canarias",
             "es", "2009-07-24", OPTICAL, 512, ["astronomía", "Canarias"], 5,
             "Los reyes de España", "de la Universidad de Florida."),
    Expected("Qobustan qayaüstü rəsmləri Dünya İrsi Siyahısında",
             "az", "2024-04-18", SEMAPHORE, 87, [], 5,
             "Qobustanın qayaüstü sənət", "tarixi mərkəzi salınıb."),
    Expected("Les ondes gravitationnelles observées pour la première fois",
             "fr", "2016-02-11T17:05:00+01:00", SEMAPHORE, None, ["physique", "astronomie"], 4,
             "Des chercheurs ont annoncé", "l’institut italien INFN."),
    Expected("Le satellite Gaia est parti mesurer un milliard d’étoiles",
             "fr", "2013-12-19T11:40:00+01:00", SEMAPHORE, None, ["espace"], 4,
             "Le satellite européen Gaia", "118\u00a0000 étoiles."),
    Expected("Le CERN annonce une nouvelle particule qui ressemble au boson de Higgs",
             "fr", "2012-07-04T12:15:00+02:00", SEMAPHORE, None, ["physique", "CERN"], 4,
             "Les expériences ATLAS et CMS", "particules élémentaires."),
    Expected("Kigali amendment on climate-warming gases enters into force",
             "en", "2019-01-01T09:00:00Z", OPTICAL, None, ["environment", "United Nations"], 4,
             "An amendment to the Montreal Protocol", "by every state."),
    Expected("Treaty founding the International Criminal Court takes effect",
             "en", "2002-07-01T08:00:00+02:00", OPTICAL, None, ["justice"], 4,
             "The Rome Statute, which founds", "unwilling or unable to prosecute."),
]

# What stands around the stories and belongs to none of them.
SMALL_PRINT = ("cookie", "Fil d'info", "Fil d’info", "Lu :", "Lu:", "Просмотров", "Oxunub", "Lecturas",
               "القراءات", "Views:", "Tags", "Partager", "Share", "has run", "Abonnez-vous",
               "Mentions légales", "Related", "Most read", "Newsfeed", "Лента", "Теги", "Imprimer",
               "Version mobile", "Photo Sémaphore", "Le Bourget se vide", "Picture:")


def everything_on(server):
    found = {}
    number = 1
    while (answer := server.get(f"/api/dispatches/{number}")).status == 200:
        facts = answer.json()
        found.setdefault(facts["title"], []).append(facts)
        number += 1
    return found


def begins(paragraph, words):
    """With these words, or with a dateline and then these words."""
    return paragraph.startswith(words) or words in paragraph[:len(words) + 60]


def look_at(scenario, expected, facts):
    name = expected.title[:40]
    tags = facts["tags"]
    count = facts["reads_at_source"] and facts["reads_at_source"]["count"]
    paragraphs = facts["body"].split("\n\n")
    scenario.equal(f"{name}: language", facts["language"], expected.language)
    scenario.equal(f"{name}: published", facts["published"], expected.published)
    scenario.equal(f"{name}: credit", facts["credit"], expected.credit)
    scenario.equal(f"{name}: reads at the source", count, expected.reads)
    scenario.equal(f"{name}: tags", NONE if tags is None else tags, expected.tags)
    scenario.equal(f"{name}: number of paragraphs", len(paragraphs), expected.paragraphs)
    scenario.check(f"{name}: begins with its first words", begins(paragraphs[0], expected.first),
                   paragraphs[0])
    scenario.check(f"{name}: ends with its last words", paragraphs[-1].endswith(expected.last),
                   paragraphs[-1])
    trace = [words for words in SMALL_PRINT if words in facts["body"]]
    scenario.equal(f"{name}: no small print in the body", trace, [])
    scenario.equal(f"{name}: the lead is its first paragraph", facts["lead"], paragraphs[0])
    odd = [note for note in facts["notes"] if "fail" in note or "cannot" in note or "broken" in note]
    scenario.equal(f"{name}: no note of a failure", odd, [])
    if facts["notes"]:
        print(f"      notes: {facts['notes']}")


VIEWS = {  # file -> path, how it is looked at
    "wire": ("/?ui=fr", {}),
    "wire-phone": ("/?ui=fr", {"width": 390, "height": 844, "phone": True}),
    "wire-dark": ("/?ui=en", {"dark": True}),
    "dispatch": ("/d/{COP21}?ui=fr", {}),
    "dispatch-phone": ("/d/{COP21}?ui=fr", {"width": 390, "height": 844, "phone": True}),
    "dispatch-dark": ("/d/{Philae}?ui=en", {"dark": True}),
    "dispatch-arabic": ("/d/{خمسون}?ui=fr", {}),
    "dispatch-arabic-phone": ("/d/{خمسون}?ui=fr", {"width": 390, "height": 844, "phone": True}),
}


def take_screenshots(scenario, server, found):
    folder = scenario.options.screenshots
    folder.mkdir(parents=True, exist_ok=True)
    browser = scenario.close_at_end(Browser(scenario.folder))
    for name, (path, view) in VIEWS.items():
        for title, copies in found.items():
            path = path.replace("{" + (title or "").split(" ")[0] + "}", str(copies[0]["id"]))
        page = browser.open(server.address + path, **view)
        browser.wait(0.3)
        page.screenshot(folder / f"{name}.png")
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        scenario.check(f"{name}: nothing is wider than the screen", wide <= 0, f"{wide} px too wide")
        scenario.equal(f"{name}: no error on the console", page.errors(), [])
        scenario.equal(f"{name}: nobody else is asked", page.outside(server.address), [])
        if "arabic" in name:
            scenario.equal(f"{name}: runs from right to left", page.evaluate(
                "getComputedStyle(document.querySelector('h1')).direction"), "rtl")
            scenario.equal(f"{name}: its paragraphs too", page.evaluate(
                "[...document.querySelectorAll('article p')].filter(e => e.textContent.includes("
                "'مجلس الأمن')).map(e => getComputedStyle(e).direction)"), ["rtl"])
        page.close()
    print(f"      screenshots: {folder}")


def add_options(parser):
    parser.add_argument("--screenshots", type=pathlib.Path, default=ROOT / "build/screenshots")


def main(scenario):
    server = scenario.close_at_end(Server(scenario.program, scenario.folder / "data", "--demo"))
    print(f"      on the air after {server.start():.2f} s")
    scenario.check("it prints its address", server.address in server.words(), server.words())
    found = everything_on(server)
    scenario.equal("every sample is on the wire, once", sorted(filter(None, found)),
                   sorted(e.title for e in EXPECTED))
    doubles = [title for title, copies in found.items() if len(copies) > 1]
    scenario.equal("none is there twice", doubles, [])
    for expected in EXPECTED:
        if expected.title in found:
            look_at(scenario, expected, found[expected.title][0])
    front = server.get("/?ui=fr").text
    missing = [e.title for e in EXPECTED if e.title.replace("'", "&#39;") not in front
               and e.title not in front]
    scenario.equal("all are on the first page", missing, [])

    total = server.get("/api/stats").json()
    code, _ = server.stop()
    scenario.equal("it ends cleanly", code, 0)
    server.start()
    scenario.equal("a second start adds nothing", server.get("/api/stats").json(), total)
    take_screenshots(scenario, server, found)


if __name__ == "__main__":
    run(main, __doc__, add_options)
