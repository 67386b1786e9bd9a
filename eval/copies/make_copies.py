#!/usr/bin/env python3
"""Makes near-copies and look-alikes of the dispatches in texts.txt, by edit scripts.

    eval/copies/make_copies.py FOLDER [--seed N] [--copies N] [--lookalikes N]

writes FOLDER/1-agencies/*.json (the dispatches), then FOLDER/2-*/*.json, a folder a source, to be put behind them,
and FOLDER/labels.json: {file name: {"story": ..., "copy": whether it is one by these scripts, "how": [edits]}}; what has one
story tells the same. Each JSON file is a dispatch
as it is posted (docs/API.md). The same seed gives the same files.

A copy tells the same text: cut, reordered, retitled, re-credited, with one figure in eight changed, with paragraphs of the
portal's own, in other typography, or several of these. A look-alike shares the event, the form, the background or
the small print, and is another dispatch: of the same event by another writer; a bulletin of one form on another
day (weather, markets, results, quakes, traffic, rates, prices), where most facts differ; a follow-up that repeats two
sentences of background; a digest of first sentences.
"""
import argparse, json, pathlib, random, re

HERE = pathlib.Path(__file__).resolve().parent
NO_SPACES = {"zh", "ja"}
PORTALS = ["portal-north", "portal-south", "portal-east", "portal-west", "radio", "gazette"]


def read_texts():
    """[{name, language, of, title, paragraphs}]"""
    texts = []
    for line in (HERE / "texts.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("#") or not line.strip():
            continue
        if line.startswith("= "):
            words = line.split()
            texts.append({"name": words[1], "language": words[2], "of": words[4] if len(words) > 4 else None,
                          "title": None, "paragraphs": []})
        elif texts[-1]["title"] is None:
            texts[-1]["title"] = line.strip()
        else:
            texts[-1]["paragraphs"].append(line.strip())
    return texts


def sentences(paragraph, language):
    if language in NO_SPACES:
        return [part for part in re.split(r"(?<=。)", paragraph) if part]
    return re.split(r"(?<=[.!?])\s+(?=[A-ZÀ-ÖØ-ÞЀ-Я\u0600-\u06ff«\"])", paragraph)


def join(parts, language):
    return ("" if language in NO_SPACES else " ").join(parts)


def size(paragraphs, language):
    text = join(paragraphs, language)
    return len(text) if language in NO_SPACES else len(text.split())


# ---- what portals do to a dispatch: each takes and gives (title, paragraphs, credit)

TITLES = {
    "fr": ["À lire aussi ce matin", "L'essentiel en bref", "Ce qu'il faut savoir", "Dernière minute"],
    "en": ["What we know so far", "News in brief", "Developing story", "In short"],
    "de": ["Das Wichtigste in Kürze", "Kurz gemeldet"], "es": ["Lo esencial", "Última hora"],
    "ru": ["Коротко", "Главное"], "zh": ["要闻", "快讯"], "ja": ["速報", "きょうの話題"], "ar": ["عاجل"], "tr": ["Son dakika"],
}
OWN = {  # what portals write themselves around what they carry
    "fr": ["Nos lecteurs sont nombreux à nous avoir écrit à ce sujet depuis ce matin, et plusieurs témoignages seront publiés demain dans notre édition imprimée.",
           "Dans notre région, les conséquences restent limitées, assure la chambre de commerce, qui suit la situation de près avec les élus.",
           "Contactée par notre rédaction, une association d'usagers dit attendre des précisions avant de se prononcer.",
           "Retrouvez notre dossier complet, nos cartes et notre chronologie dans l'application du journal."],
    "en": ["Readers of this site have sent us their own pictures, a selection of which will be shown in tomorrow's edition.",
           "Local officials contacted by our newsroom said that they were following the matter closely and would comment later in the week.",
           "Our reporter on the spot described a calm scene, with few people in the streets and shops open as usual.",
           "The subject will be discussed tonight in our studio, from eight o'clock, with three guests from the region."],
    "de": ["Unsere Redaktion hat bei den Gemeinden im Kreis nachgefragt; die meisten rechnen nicht mit Folgen vor Ort.",
           "Leserinnen und Leser können uns ihre Erfahrungen schreiben, eine Auswahl erscheint am Samstag in der gedruckten Ausgabe."],
    "es": ["Nuestra redacción ha consultado a varios vecinos de la comarca, que dicen seguir las noticias con interés.",
           "El asunto se tratará esta noche en nuestro programa, a partir de las nueve, con tres invitados."],
    "ru": ["Редакция обратилась за комментарием к местным властям, ответ будет опубликован завтра в печатном выпуске.",
           "Читатели присылают нам свои фотографии, лучшие из них мы покажем в вечернем выпуске."],
    "zh": ["本报记者就此采访了多位市民,大家表示会继续关注后续消息。", "更多内容请看明天的报纸和本报客户端。"],
    "ja": ["本紙の取材に対し、地元の住民からはさまざまな声が聞かれた。詳しくは明日の朝刊で伝える。"],
    "ar": ["وتابع موقعنا ردود فعل القراء الذين أرسلوا إلينا تعليقاتهم وصورهم خلال الساعات الماضية."],
    "tr": ["Haber merkezimize ulaşan okurlar gelişmeleri yakından izlediklerini söyledi ve fotoğraflarını paylaştı."],
}
AGENCIES = ["AFP", "Reuters", "dpa", "EFE", "Azertac", "Xinhua", "Kyodo", "AP"]


def cut_end(d, rng):
    paragraphs = d["paragraphs"]
    if len(paragraphs) > 1:
        d["paragraphs"] = paragraphs[:rng.randint(max(1, len(paragraphs) // 2), len(paragraphs) - 1)]
    else:
        parts = sentences(paragraphs[0], d["language"])
        d["paragraphs"] = [join(parts[:max(1, len(parts) - 1)], d["language"])]


def lead_alone(d, rng):
    d["paragraphs"] = d["paragraphs"][:1]


def cut_inside(d, rng):
    """Up to two sentences in five."""
    parts = [(i, s) for i, p in enumerate(d["paragraphs"]) for s in sentences(p, d["language"])]
    gone = set(rng.sample(range(1, len(parts)), min(len(parts) - 1, max(1, int(len(parts) * rng.uniform(0.1, 0.4)))))) if len(parts) > 1 else set()
    kept = [part for n, part in enumerate(parts) if n not in gone]
    d["paragraphs"] = [join([s for i, s in kept if i == p], d["language"]) for p in sorted({i for i, _ in kept})]


def reorder_paragraphs(d, rng):
    rest = d["paragraphs"][1:]
    rng.shuffle(rest)
    d["paragraphs"] = d["paragraphs"][:1] + rest if rng.random() < 0.5 else rest + d["paragraphs"][:1]


def reorder_sentences(d, rng):
    for n, paragraph in enumerate(d["paragraphs"]):
        parts = sentences(paragraph, d["language"])
        rng.shuffle(parts)
        d["paragraphs"][n] = join(parts, d["language"])
    rng.shuffle(d["paragraphs"])


def retitle(d, rng):
    d["title"] = rng.choice(TITLES[d["language"]]) + " " + str(rng.randint(1, 999))


def recredit(d, rng):
    agency = rng.choice(AGENCIES)
    d["credit"] = agency
    first = re.sub(r"^[^-—–]{3,40}(?: - |——|――)", "", d["paragraphs"][0])
    style = rng.random()
    if style < 0.35:
        first = f"({agency}) - {first}"
    elif style < 0.7:
        d["paragraphs"][-1] += f" ({agency})"
    d["paragraphs"][0] = first


def change_figures(d, rng):
    """One figure in eight, and one at least: a toll that rose, a sum that was set right."""
    text = "\n".join(d["paragraphs"])
    figures = list(re.finditer(r"\d+(?:[.,]\d+)?", text))
    for figure in sorted(rng.sample(figures, max(1, len(figures) // 8)) if figures else [], key=lambda f: -f.start()):
        text = text[:figure.start()] + str(rng.randint(2, 990)) + text[figure.end():]
    d["paragraphs"] = text.split("\n")


def add_own(d, rng):
    """Up to two fifths as much again."""
    language = d["language"]
    room = 0.4 * size(d["paragraphs"], language)
    for own in rng.sample(OWN[language], len(OWN[language])):
        if size([own], language) > room:
            continue
        room -= size([own], language)
        d["paragraphs"].insert(rng.choice([0, len(d["paragraphs"]), len(d["paragraphs"])]), own)
        if rng.random() < 0.5:
            break


def typography(d, rng):
    swaps = [("'", "’"), ('"', "”"), (" - ", " — "), ("é", "e\u0301"), ("ü", "u\u0308"), ("  ", " ")]
    d["paragraphs"] = [" ".join(d["paragraphs"])] if rng.random() < 0.5 and d["language"] not in NO_SPACES else d["paragraphs"]
    for old, new in swaps:
        d["paragraphs"] = [p.replace(old, new) for p in d["paragraphs"]]
    if rng.random() < 0.3:
        d["paragraphs"][0] = d["paragraphs"][0].upper() if d["language"] in ("fr", "en", "es") else d["paragraphs"][0]


EDITS = [cut_end, lead_alone, cut_inside, reorder_paragraphs, reorder_sentences, retitle, recredit, change_figures, add_own, typography]


def copy_of(text, rng):
    d = {key: text[key] for key in ("language", "title")} | {"paragraphs": list(text["paragraphs"]), "credit": None}
    edits = [rng.choice(EDITS)] if rng.random() < 0.5 else rng.sample(EDITS, rng.randint(2, 3))
    edits.sort(key=EDITS.index)
    for edit in edits:
        edit(d, rng)
    return d, [edit.__name__ for edit in edits]


# ---- what only looks alike

TOWNS = {"fr": ["Lille", "Nantes", "Toulouse", "Dijon", "Nice", "Rennes", "Metz", "Pau", "Brest", "Tours"],
         "en": ["Leeds", "Cork", "Boston", "Perth", "Durban", "Bristol", "Ottawa", "Dallas", "Glasgow", "Hull"],
         "de": ["Bremen", "Kassel", "Ulm", "Graz", "Basel", "Trier", "Jena", "Bonn", "Linz", "Kiel"],
         "zh": ["上海", "广州", "成都", "西安", "武汉", "青岛", "昆明", "沈阳", "长沙", "厦门"]}
DAYS = {"fr": ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"],
        "en": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
        "de": ["Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"],
        "zh": ["星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日"]}
SKIES = {"fr": ["ensoleillé", "couvert", "pluvieux", "brumeux", "orageux", "variable"],
         "en": ["sunny", "cloudy", "wet", "foggy", "stormy", "mixed"],
         "de": ["sonnig", "bedeckt", "regnerisch", "neblig", "gewittrig", "wechselhaft"],
         "zh": ["晴朗", "多云", "有雨", "有雾", "有雷雨", "阴天"]}
WINDS = {"fr": ["nord", "sud", "ouest", "nord-est", "sud-ouest"], "en": ["north", "south", "west", "northeast", "southwest"],
         "de": ["Nord", "Süd", "West", "Nordost", "Südwest"], "zh": ["北", "南", "西", "东北", "西南"]}
MOVES = {"fr": ["a gagné", "a cédé", "a pris", "a abandonné"], "en": ["gained", "lost", "added", "shed"],
         "de": ["gewann", "verlor", "legte zu um", "gab nach um"], "zh": ["上涨", "下跌", "微涨", "回落"]}
FIRMS = ["Airbus", "Renault", "Orange", "Danone", "Siemens", "Bayer", "Shell", "BP", "Nokia", "Volvo", "Nestlé", "Enel"]
CLUBS = ["Auxerre", "Lens", "Reims", "Lorient", "Angers", "Le Havre", "Sochaux", "Amiens", "Guingamp", "Bastia"]
SEAS = ["Fiji", "Tonga", "Sumatra", "Crete", "Hokkaido", "Alaska", "Peru", "Luzon", "Iceland", "Sicily"]

FORMS = [
    ("fr", "Météo : {sky} {day} à {town}",
     "Le temps sera {sky} {day} à {town}, avec des températures comprises entre {n} et {n} degrés et un vent de {wind} soufflant à {n} km/h.\n"
     "Demain, {day}, le ciel deviendra {sky} et il fera {n} degrés l'après-midi. À {town}, on attend {n} millimètres de pluie, à {town} {n} millimètres. Le vent tournera au {wind} et atteindra {n} km/h en rafales."),
    ("fr", "La Bourse de Paris {move} {n},{n}%",
     "La Bourse de Paris {move} {n},{n}% {day}, l'indice CAC 40 terminant à {m},{n} points dans un volume d'échanges de {n},{n} milliards d'euros.\n"
     "{firm} {move} {n},{n}% à {n},{n} euros, {firm} {move} {n},{n}% et {firm} {move} {n},{n}% après ses résultats. Le pétrole valait {n},{n} dollars et l'euro 1,{n} dollar. À Francfort, le DAX {move} {n},{n}%."),
    ("fr", "Football : {club} bat {club}",
     "{club} s'est imposé {d} à {d} face à {club} {day} soir devant {m} spectateurs, grâce à un but marqué à la {n}e minute.\n"
     "Avec {n} points, {club} occupe la {d}e place du classement, devant {club} ({n} points) et {club} ({n}). Dans l'autre rencontre, {club} et {club} ont fait match nul, {d} à {d}. La prochaine journée opposera {club} à {club} {day}."),
    ("en", "Markets: index {move} {n} points",
     "The main index {move} {n} points on {day} to close at {m}, after a session in which {n} shares rose and {n} fell.\n"
     "{firm} {move} {n} percent, {firm} {move} {n} percent and {firm} {move} {n} percent. Oil stood at {n}.{n} dollars a barrel, gold at {m} dollars an ounce. The yield of ten-year bonds was {d}.{n} percent. Tokyo {move} {n} points and Hong Kong {move} {m} points."),
    ("en", "Magnitude {d}.{d} quake near {sea}",
     "An earthquake of magnitude {d}.{d} struck {n} kilometres {wind} of {sea} at {h}:{n} GMT on {day}, at a depth of {n} kilometres, the seismological centre said.\n"
     "It was felt in {town} and as far as {town}, {m} kilometres away. A tremor of magnitude {d}.{d} had been recorded near {sea} {n} hours before. No tsunami warning was issued for {sea}."),
    ("en", "Weather: {sky} in {town} on {day}",
     "It will be {sky} in {town} on {day}, with highs of {n} degrees and winds from the {wind} of {n} kilometres an hour.\n"
     "{town} can expect {n} millimetres of rain, {town} {n} millimetres. On {day} it turns {sky} with {n} degrees in {town} and {n} in {town}; the chance of showers is {n} percent."),
    ("de", "Verkehr: Stau bei {town}",
     "Auf der A{n} bei {town} staute sich der Verkehr am {day} auf {n} Kilometern, nachdem zwischen {town} und {town} {d} Fahrzeuge zusammengestoßen waren.\n"
     "{d} Menschen wurden verletzt, der Schaden beträgt {m} Euro. Die Strecke war {n} Minuten gesperrt. Auf der A{n} Richtung {town} brauchten Autofahrer {n} Minuten länger."),
    ("de", "Wetter: {sky} in {town}",
     "In {town} wird es am {day} {sky} bei {n} bis {n} Grad, der Wind weht mit {n} Kilometern pro Stunde aus {wind}.\n"
     "Am {day} ist es {sky}, die Werte steigen in {town} auf {n} Grad und fallen in {town} auf {n} Grad. In {town} fallen {n} Liter Regen auf den Quadratmeter, in {town} {n} Liter."),
    ("zh", "{town}{day}天气{sky}",
     "{town}{day}天气{sky},最高气温{n}度,最低气温{n}度,{wind}风{d}级。\n"
     "{town}{day}{sky},气温{n}到{n}度;{town}{sky},降水量{n}毫米。{town}空气质量指数为{n},{wind}风{d}到{d}级。"),
]

FOLLOW_UPS = {
    "fr": ("Une commission d'enquête commencera ses auditions la semaine prochaine, a décidé le bureau de l'assemblée, qui souhaite entendre les experts, les entreprises et les riverains avant l'été. Ses travaux seront publics et diffusés sur la chaîne parlementaire. Un premier rapport est attendu en octobre, des recommandations à la fin de l'année. L'opposition demandait cette commission depuis plusieurs mois et en assurera la présidence. Le rapporteur n'a pas encore été désigné.",
           "Le conseil municipal a voté mardi un budget supplémentaire consacré à l'entretien des écoles et des gymnases, après un débat de quatre heures pendant lequel plusieurs groupes ont présenté des amendements. Les toitures seront refaites en priorité, puis les chaufferies. La majorité juge la dette supportable, ses adversaires s'en inquiètent. Les travaux commenceront pendant les vacances scolaires et dureront deux ans."),
    "en": ("Lawmakers will hold a first hearing on the matter next week, the speaker's office said, with experts, companies and residents invited to give evidence before the summer recess. Sessions will be public and streamed. A preliminary report is due in October and proposals by the end of the year. Opposition parties had asked for the inquiry for months and will chair it. A budget for outside studies has been set aside, and archives are to be opened to the members of the panel.",
           "A regional court on Tuesday threw out a complaint by three associations that wanted to stop the planned extension, ruling that the permit had been given after a proper study of noise and traffic. Judges said that the objections had come too late. The plaintiffs may appeal within a month and announced that they would. Building is to start in spring and to take about two years, the owner said in a short statement."),
    "de": ("Der Landtag hat am Mittwoch einen Ausschuss eingesetzt, der bis zum Herbst Fachleute, Betriebe und Anwohner anhören soll. Die Sitzungen sind öffentlich und werden im Netz übertragen. Die Opposition hatte das seit Monaten verlangt und stellt den Vorsitz. Ein Bericht mit Empfehlungen soll zum Jahresende vorliegen, die Kosten trägt das Land.",),
    "es": ("El parlamento regional creará una comisión que escuchará a expertos, empresas y vecinos antes del verano. Las sesiones serán públicas y se emitirán por internet. La oposición lo pedía desde hacía meses y ocupará la presidencia. Un primer informe se espera en octubre y las propuestas a finales de año.",),
}


def filled(form, language, rng):
    values = {"town": TOWNS, "day": DAYS, "sky": SKIES, "wind": WINDS, "move": MOVES}

    def value(match):
        name = match[1]
        if name in values:
            return rng.choice(values[name][language if language in values[name] else "en"])
        if name == "firm":
            return rng.choice(FIRMS)
        if name == "club":
            return rng.choice(CLUBS)
        if name == "sea":
            return rng.choice(SEAS)
        return str({"n": rng.randint(10, 99), "m": rng.randint(1000, 9999), "d": rng.randint(1, 9), "h": rng.randint(10, 23)}[name])

    return re.sub(r"\{(\w+)\}", value, form)


def bulletin(rng):
    language, title, body = rng.choice(FORMS)
    return {"language": language, "title": filled(title, language, rng),
            "paragraphs": filled(body, language, rng).split("\n"), "credit": None}


def follow_up(texts, rng):
    """New facts, and two sentences of background: a third of it at most."""
    text = rng.choice([t for t in texts if t["language"] in FOLLOW_UPS and not t["of"] and len(t["paragraphs"]) > 2])
    language = text["language"]
    background = [s for p in text["paragraphs"][1:] for s in sentences(p, language)]
    start = rng.randrange(max(1, len(background) - 1))
    new = rng.choice(FOLLOW_UPS[language])
    repeated, room = [], size([new], language) / 2
    for sentence in background[start:start + 2]:
        if size(repeated + [sentence], language) <= room:
            repeated.append(sentence)
    new_sentences = sentences(new, language)
    at = rng.randrange(1, len(new_sentences))
    return {"language": language, "title": "Suite " + str(rng.randint(1, 9999)),
            "paragraphs": [join(new_sentences[:at], language), join(repeated, language) or "…", join(new_sentences[at:], language)],
            "credit": None}, f"follow-up-{language}-{FOLLOW_UPS[language].index(new)}"


def digest(texts, rng):
    language = rng.choice(["fr", "en"])
    chosen = rng.sample([t for t in texts if t["language"] == language and not t["of"] and len(t["paragraphs"]) > 1], 4)
    return {"language": language, "title": "Digest " + str(rng.randint(1, 9999)),
            "paragraphs": [sentences(t["paragraphs"][0], language)[0][:110].rsplit(" ", 1)[0] + "." for t in chosen], "credit": None}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--copies", type=int, default=400)
    parser.add_argument("--lookalikes", type=int, default=400)
    options = parser.parse_args()
    rng = random.Random(options.seed)
    texts = read_texts()
    bases = [t for t in texts if not t["of"]]
    labels = {}

    def write(folder, name, d, how, story=None, copy=False):
        folder = options.folder / folder
        folder.mkdir(parents=True, exist_ok=True)
        labels[name] = {"story": story or name, "copy": copy, "how": how}
        made = {"title": d["title"], "text": "\n\n".join(p for p in d["paragraphs"] if p), "language": d["language"],
                "url": f"https://{folder.name}.example/{name}"}
        if d.get("credit"):
            made["credit"] = d["credit"]
        (folder / f"{name}.json").write_text(json.dumps(made, ensure_ascii=False), encoding="utf-8")

    for text in bases:
        write("1-agencies", text["name"], text, ["original"])
    for text in texts:
        if text["of"]:
            write("2-" + rng.choice(PORTALS), text["name"], text, ["other writer"])
    for n in range(options.copies):
        text = bases[n % len(bases)]
        made, how = copy_of(text, rng)
        write("2-" + rng.choice(PORTALS), f"copy{n:04}", made, how, text["name"], copy=True)
    others = sum(1 for t in texts if t["of"])
    for n in range(options.lookalikes - others):
        kind, story = rng.random(), None
        if kind < 0.55:
            made, how = bulletin(rng), "bulletin"
        elif kind < 0.9:
            (made, story), how = follow_up(bases, rng), "follow-up"
        else:  # two of them may have the same sentences
            made, story, how = digest(bases, rng), "digest", "digest"
        write("2-" + rng.choice(PORTALS), f"like{n:04}", made, [how], story)
    (options.folder / "labels.json").write_text(json.dumps(labels, indent=0), encoding="utf-8")


if __name__ == "__main__":
    main()
