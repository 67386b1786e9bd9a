"""Documents that want to harm whoever reads them, made by us: (name, media type, bytes).

Whatever of them would run in a reader's browser calls INTRUDER or asks the host OUTSIDE; the browser
of hostile_test.py looks for both.
"""
import gzip
import json

INTRUDER = "intruder-was-here"
OUTSIDE = "outside.example"
RUN = f"console.log('{INTRUDER}');document.title='{INTRUDER}';alert('{INTRUDER}')"
SCRIPT = f"<script>{RUN}</script>"
IMAGE = f'<img src="https://{OUTSIDE}/x.png" onerror="{RUN}">'
RTL = "\u202e"  # right-to-left override


PLAIN = "This is a sentence of a story that is long enough to be taken for one by any reader."
MORE = "It is followed by another one, so that nobody can say that there is no story on this page."


def page(title, *paragraphs, head="", body=""):
    """The title stands where titles stand, as markup and as words; two plain paragraphs at the end."""
    story = "".join(f"<p>{p}</p>" for p in (*paragraphs, PLAIN, MORE))
    return (f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
            f"{head}</head><body><article><h1>{title}</h1>{story}</article>{body}</body></html>").encode()


def scripts_in_pages():
    yield "script in every field", "text/html", page(
        f"{SCRIPT}Script in every field{IMAGE}",
        PLAIN + SCRIPT, PLAIN + IMAGE, PLAIN + f" ({SCRIPT})",
        head=f'<meta property="og:title" content="&lt;script&gt;{RUN}&lt;/script&gt; as a headline">'
             f'<meta property="og:site_name" content="&lt;b onclick=&quot;{RUN}&quot;&gt;site">'
             f'<meta name="author" content="&lt;script&gt;{RUN}&lt;/script&gt;">'
             f'<meta name="keywords" content="&lt;script&gt;{RUN}&lt;/script&gt;, x">'
             f'<link rel="canonical" href="javascript:{RUN}">')
    yield "escaped script in the body", "text/html", page(
        "&lt;script&gt;alert(1)&lt;/script&gt; as words",
        f"&lt;script&gt;{RUN}&lt;/script&gt; &lt;img src=x onerror={RUN}&gt; " + PLAIN,
        f"&amp;lt;script&amp;gt;{RUN}&amp;lt;/script&amp;gt; " + PLAIN)
    yield "quotes that leave attributes", "text/html", page(
        f"\"'&gt;&lt;svg onload={RUN}&gt; and quotes",
        f"\"&gt;&lt;/p&gt;&lt;script&gt;{RUN}&lt;/script&gt; " + PLAIN,
        head=f'<meta property="og:title" content=\'"&gt;&lt;script&gt;{RUN}&lt;/script&gt; quoted\'>')
    yield "javascript links", "text/html", page(
        "Javascript links", f'<a href="javascript:{RUN}">{PLAIN}</a>',
        f'<a href="data:text/html,{SCRIPT}">{PLAIN}</a>',
        f'<a href="JaVaScRiPt&colon;{RUN}">{PLAIN}</a>',
        head=f'<link rel="canonical" href=" java&#10;script:{RUN}"><base href="javascript:{RUN}//">'
             f'<meta property="og:url" content="javascript:{RUN}">')
    yield "frames, forms and refresh", "text/html", page(
        "Frames and forms", f'<iframe srcdoc="{SCRIPT}"></iframe>{PLAIN}',
        f'<form action="https://{OUTSIDE}/"><input autofocus onfocus="{RUN}"></form>{PLAIN}',
        f'<object data="https://{OUTSIDE}/x"></object><embed src="https://{OUTSIDE}/x">{PLAIN}',
        head=f'<meta http-equiv="refresh" content="0;url=https://{OUTSIDE}/">'
             f'<link rel="stylesheet" href="https://{OUTSIDE}/x.css">')
    yield "foreign content and mutation", "text/html", page(
        "Foreign content",
        f"<svg><style><img title='</style><img src=x onerror={RUN}>'>{PLAIN}</svg>",
        f"<math><mtext><table><mglyph><style><!--</style><img src=x onerror={RUN}>-->{PLAIN}</math>",
        f"<noscript><p title='</noscript><img src=x onerror={RUN}>'>{PLAIN}")
    yield "JSON-LD that closes its script", "text/html", page(
        "JSON-LD", head='<script type="application/ld+json">' + json.dumps({
            "@type": "NewsArticle", "headline": f"<img src=x onerror={RUN}> from JSON-LD",
            "articleBody": f"<script>{RUN}<\\/script> " + PLAIN, "url": f"javascript:{RUN}",
            "author": {"name": f"<svg/onload={RUN}>"},
            "datePublished": f'2024-01-01"><b onclick={RUN}>',
            "publisher": {"name": f"</title><svg/onload={RUN}>"}}) + "</script>")


def large_and_deep():
    yield "nesting of 200,000", "text/html", page(
        "Deep nesting", body="<div>" * 200_000 + PLAIN + "</div>" * 200_000)
    yield "formatting elements without end", "text/html", page(
        "Formatting", "<b><i><a><font>" * 20_000 + PLAIN)
    yield "5 MB in one line", "text/plain", ("One line of five megabytes " * 200_000).encode()
    yield "5 MB of one letter", "text/plain", b"a" * 5_000_000
    yield "100,000 attributes", "text/html", page(
        "Attributes", body="<p " + " ".join(f"a{i}=x" for i in range(100_000)) + ">" + PLAIN)
    yield "a million open tags", "text/html", b"<a" * 1_000_000
    yield "JSON nested 100,000 deep", "application/json", b"[" * 100_000 + b"]" * 100_000
    yield "numbers without end", "text/html", page(
        "Numbers", f"Lu : {'9' * 400} {PLAIN}", f"{'1' * 300} avril {'2' * 300} {PLAIN}",
        body=f"<p>03 Avril {'2' * 300}    Lu: {'9' * 300}</p>")
    yield "a gzip bomb under the name of text", "text/plain", gzip.compress(bytes(50_000_000))


def entities_and_feeds():
    bomb = "".join(f'<!ENTITY {b} "{("&" + a + ";") * 10}">' for a, b in zip("abcdefgh", "bcdefghi"))
    yield "entity bomb", "application/rss+xml", (
        f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "lol">{bomb}]><rss version="2.0"><channel>'
        f"<title>&i;</title><item><title>Bomb &i;</title><description>&i;</description></item>"
        f"</channel></rss>").encode()
    yield "entity from a file", "application/xml", (
        b'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY f SYSTEM "file:///etc/passwd">]>'
        b'<rss version="2.0"><channel><title>x</title><item><title>Entity from a file</title>'
        b"<description>&f; and words behind it</description></item></channel></rss>")
    yield "scripts in a feed", "application/rss+xml", (
        '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
        f"<title><![CDATA[{SCRIPT}]]></title><link>javascript:{RUN}</link><item>"
        f"<title><![CDATA[{SCRIPT} Scripts in a feed {IMAGE}]]></title><link>javascript:{RUN}</link>"
        f"<guid>&quot;&gt;{SCRIPT.replace('<', '&lt;')}</guid><author>{SCRIPT.replace('<', '&lt;')}</author>"
        f"<content:encoded><![CDATA[<p onclick=\"{RUN}\">{PLAIN}</p>{SCRIPT}{IMAGE}]]></content:encoded>"
        "</item></channel></rss>").encode()
    yield "CDATA end and processing instructions", "text/html", page(
        "]]&gt; &lt;?xml-stylesheet href='x'?&gt; &lt;!-- --&gt; -- ]]&gt;",
        "]]&gt;&lt;/description&gt;&lt;item&gt; " + PLAIN, "--&gt; &lt;!-- " + PLAIN)
    yield "a feed cut in the middle", "application/atom+xml", (
        b'<feed xmlns="http://www.w3.org/2005/Atom"><title>Cut</title><entry><title>Cut in the middle'
        b"</title><content type='html'>&lt;p>half a sen")


def broken_text():
    yield "NUL bytes", "text/html", page("NUL\0 bytes", "NU\0L " + PLAIN, "\0" * 1000 + PLAIN)
    yield "control characters", "text/html", page(
        "Controls \x01\x08\x0b\x0c\x1b\x7f\u0085\ufffe\uffff here",
        "\x01\x02\x1b[31m \ud7ff\ufffe\uffff " + PLAIN)
    yield "character references to nowhere", "text/html", page(
        "References &#0; &#xD800; &#x110000; &#xFFFF; &#1; &#x0B;", "&#0;&#xDFFF;&#x1F; " + PLAIN)
    yield "right-to-left overrides", "text/html", page(
        f"{RTL}gnp.gnorw yaw eht{RTL}{RTL}", f"{RTL}\u2066\u2067\u2068 {PLAIN} \u200b\u200e\ufeff")
    yield "UTF-8 that is none", "text/html; charset=utf-8", (
        b"<title>\xff\xfe broken \xc0\x80 \xed\xa0\x80 \xf8\x88\x80\x80\x80</title><h1>\xe2\x82 half \xf0\x9f"
        b"</h1><p>" + PLAIN.encode() + b" \x80\xbf\xc3</p><p>" + MORE.encode())
    yield "UTF-7 in disguise", "text/html; charset=utf-7", page(
        "UTF-7", f"+ADw-script+AD4-{RUN}+ADw-/script+AD4- " + PLAIN, head='<meta charset="utf-7">')
    yield "UTF-16 with half a pair", "text/html; charset=utf-16", (
        "\ufeff" + page("UTF-16", PLAIN).decode()).encode("utf-16-le") + b"\x00\xd8"
    yield "a charset that nobody knows", "text/html; charset=x-" + "y" * 300, page(
        "Unknown charset", PLAIN + " é")
    yield "ISO-2022 shifts", "text/html; charset=iso-2022-jp", (
        b"<h1>Shift \x1b$B<script>\x1b(B</h1><p>\x1b$B" + SCRIPT.encode() + PLAIN.encode() + b"</p>")
    yield "one character, combined a thousand times", "text/html", page(
        "Z" + "\u0337\u0321" * 1000, "a" + "\u0301" * 5000 + " " + PLAIN)


def posts_as_json():
    yield "JSON with markup", "application/json", json.dumps({
        "title": f"{SCRIPT}JSON with markup{IMAGE}", "text": f"{SCRIPT}\n\n{IMAGE}\n\n{PLAIN}",
        "url": f"https://{OUTSIDE}/\"onclick=\"{RUN}"}).encode()
    yield "JSON with a script for an address", "application/json", json.dumps({
        "title": "Script for an address", "text": PLAIN, "url": f"javascript:{RUN}"}).encode()
    yield "JSON with half a surrogate", "application/json", (
        b'{"title":"Half \\ud800 a pair \\u0000","text":"\\udfff \\u2028\\u2029</script> words"}')
    yield "JSON of the wrong kind", "application/json", b'{"title":["a"],"text":{"b":1}}'
    yield "JSON with bytes behind it", "application/json", b'{"title":"a","text":"b"}\0\0{"x"'


def documents():
    for family in (scripts_in_pages, large_and_deep, entities_and_feeds, broken_text, posts_as_json):
        yield from family()


def feed_of(items):
    rows = "".join(f"<item><title>Item {i} of many</title><link>https://{OUTSIDE}/{i}</link>"
                   f"<description>Text of item {i}, which is short.</description></item>"
                   for i in range(1, items + 1))
    return (f'<rss version="2.0"><channel><title>Many</title>{rows}</channel></rss>').encode()
