#include "wire/draft.h"

#include <algorithm>
#include <map>

#include "base/json_writer.h"
#include "base/text.h"
#include "base/url.h"
#include "base/zone.h"
#include "wire/desk_messages.h"

namespace chappe {
namespace {

using namespace std::chrono;

constexpr std::size_t longest_title = 300;     // code points; headlines have 60 to 120
constexpr std::size_t longest_text = 100'000;  // code points: 16,000 words
constexpr std::size_t longest_credit = 100;    // code points
constexpr std::size_t longest_url = 2000;      // bytes
constexpr std::size_t longest_tag = 100;       // code points
constexpr std::size_t most_tags = 30;
constexpr days longest_embargo{366};

std::size_t code_points(std::string_view text) {
    return code_points_before(text, text.size());
}

/// "a, b ,, c" -> a, b, c. The Arabic and the ideographic comma part too.
std::vector<std::string> parted(std::string_view text) {
    std::vector<std::string> out;
    std::string piece;
    const auto close = [&] {
        const std::string folded = fold_space(piece);
        if (!folded.empty()) out.push_back(folded);
        piece.clear();
    };
    for (std::size_t at = 0; at < text.size();) {
        const CodePoint c = code_point_at(text, at);
        const bool comma =
            c.value == U',' || c.value == U'،' || c.value == U'、' || c.value == U'\n';
        if (comma)
            close();
        else
            piece += text.substr(at, c.size);
        at += c.size;
    }
    close();
    return out;
}

std::string joined(const std::vector<Text>& texts) {
    std::string out;
    for (const Text& text : texts) out.append(out.empty() ? "" : ", ").append(text.view());
    return out;
}

void write_list(JsonWriter& json, std::string_view name, std::string_view text) {
    const std::vector<std::string> items = parted(text);
    if (items.empty()) return;
    json.key(name).begin_array();
    for (const std::string& item : items) json.string(item);
    json.end_array();
}

void write_given(JsonWriter& json, std::string_view name, std::string_view text) {
    const std::string_view given = trim(text);
    if (!given.empty()) json.key(name).string(given);
}

class Check {
 public:
    Check(Ui ui, const DeskDraft& draft) : ui_(ui), draft_(draft) {}

    void words() {
        if (trim(draft_.title).empty()) add("title", DeskMessage::title_missing);
        at_most("title", draft_.title, longest_title);
        if (trim(draft_.text).empty()) add("text", DeskMessage::text_missing);
        at_most("text", draft_.text, longest_text);
        at_most("credit", draft_.credit, longest_credit);
        list("authors", draft_.authors);
        list("tags", draft_.tags);
    }
    void facts() {
        const std::string_view url = trim(draft_.url);
        if (!url.empty() && (url.size() > longest_url || !Url::parse(url)))
            add("url", DeskMessage::url_wrong);
        if (!trim(draft_.published).empty() && !parse_iso_date(trim(draft_.published)))
            add("published", DeskMessage::day_wrong);
        const std::string& code = draft_.language;
        const bool well_formed =
            (code.size() == 2 || code.size() == 3) &&
            std::all_of(code.begin(), code.end(), [](char c) { return c >= 'a' && c <= 'z'; });
        if (!code.empty() && !well_formed) add("language", DeskMessage::language_wrong);
    }
    void embargo(Instant now) {
        if (!draft_.embargo) return;
        const auto date = parse_iso_date(trim(draft_.release));
        if (!date || date->precision == Precision::day || date->offset)
            return add("release", DeskMessage::release_missing);
        const auto instant =
            instant_in(draft_.zone, local_seconds{date->when.begin.time_since_epoch()});
        if (!instant) return add("zone", DeskMessage::zone_wrong);
        if (*instant <= now) return add("release", DeskMessage::release_past);
        if (*instant > now + longest_embargo) return add("release", DeskMessage::release_far);
        made_.release = instant;
    }
    CheckedDraft take() { return std::move(made_); }

 private:
    void add(std::string_view field, DeskMessage message) {
        made_.problems.push_back({std::string(field), std::string(say(ui_, message))});
    }
    void at_most(std::string_view field, std::string_view text, std::size_t most) {
        const std::size_t have = code_points(text);
        if (have > most)
            made_.problems.push_back(
                {std::string(field), say(ui_, DeskMessage::too_long,
                                         {number_words(ui_, most), number_words(ui_, have)})});
    }
    void list(std::string_view field, std::string_view text) {
        const std::vector<std::string> items = parted(text);
        if (items.size() > most_tags) add(field, DeskMessage::too_many);
        if (std::any_of(items.begin(), items.end(),
                        [](const std::string& item) { return code_points(item) > longest_tag; }))
            add(field, DeskMessage::item_too_long);
    }

    Ui ui_;
    const DeskDraft& draft_;
    CheckedDraft made_;
};

}  // namespace

DeskDraft draft_of(const Form& form) {
    const auto field = [&](std::string_view name) { return std::string(form.value(name)); };
    DeskDraft draft;
    draft.title = field("title");
    draft.text = field("text");
    draft.language = field("language");
    draft.credit = field("credit");
    draft.authors = field("authors");
    draft.tags = field("tags");
    draft.url = field("url");
    draft.published = field("published");
    draft.embargo = form.value("timing") == "embargo";
    draft.release = field("release");
    if (form.has("zone")) draft.zone = field("zone");
    return draft;
}

DeskDraft draft_of(const Dispatch& dispatch) {
    DeskDraft draft;
    draft.title = dispatch.title.str();
    draft.text = dispatch.body.str();
    draft.language = dispatch.language;
    if (dispatch.credit) draft.credit = dispatch.credit->agency.str();
    draft.authors = joined(dispatch.authors);
    if (dispatch.tags) draft.tags = joined(*dispatch.tags);
    draft.url = dispatch.url;
    if (dispatch.published) draft.published = to_string(*dispatch.published);
    return draft;
}

DeskDraft new_draft(Instant now) {
    DeskDraft draft;
    draft.published = to_string(year_month_day{floor<days>(now)});
    return draft;
}

CheckedDraft check(Ui ui, const DeskDraft& draft, Instant now) {
    Check check(ui, draft);
    check.words();
    check.facts();
    check.embargo(now);
    return check.take();
}

std::string posted_json(const DeskDraft& draft) {
    JsonWriter json;
    json.begin_object();
    json.key("title").string(draft.title);
    json.key("text").string(draft.text);
    write_given(json, "url", draft.url);
    write_given(json, "language", draft.language);
    write_given(json, "published", draft.published);
    write_given(json, "credit", draft.credit);
    write_list(json, "authors", draft.authors);
    write_list(json, "tags", draft.tags);
    json.end_object();
    return json.take();
}

void keep_what_is_not_typed(Dispatch& corrected, const Dispatch& former) {
    std::map<std::string_view, Block::Kind> kinds;
    for (const Block& block : former.blocks)
        if (block.kind != Block::Kind::paragraph) kinds[block.span.in(former.body)] = block.kind;
    for (Block& block : corrected.blocks)
        if (const auto found = kinds.find(block.span.in(corrected.body)); found != kinds.end())
            block.kind = found->second;
    corrected.site = former.site;
    corrected.guid = former.guid;
    // "Dupont, Jean" is one author, though a comma parts those that are typed.
    if (joined(corrected.authors) == joined(former.authors)) corrected.authors = former.authors;
    if (corrected.tags && former.tags && joined(*corrected.tags) == joined(*former.tags))
        corrected.tags = former.tags;
    if (corrected.credit && former.credit && corrected.credit->agency == former.credit->agency)
        corrected.credit = former.credit;
    if (!corrected.tags && former.tags && former.tags->empty()) corrected.tags = former.tags;
}

const std::vector<OwnName>& draft_languages() {
    static const std::vector<OwnName> names = {
        {"am", "አማርኛ"},       {"ar", "العربية"},    {"az", "azərbaycanca"}, {"bg", "български"},
        {"bn", "বাংলা"},      {"ca", "català"},     {"cs", "čeština"},      {"da", "dansk"},
        {"de", "Deutsch"},    {"el", "ελληνικά"},   {"en", "English"},      {"es", "español"},
        {"et", "eesti"},      {"fa", "فارسی"},      {"fi", "suomi"},        {"fr", "français"},
        {"he", "עברית"},      {"hi", "हिन्दी"},      {"hr", "hrvatski"},     {"hu", "magyar"},
        {"hy", "հայերեն"},    {"id", "Indonesia"},  {"is", "íslenska"},     {"it", "italiano"},
        {"ja", "日本語"},     {"ka", "ქართული"},    {"kk", "қазақ тілі"},   {"ko", "한국어"},
        {"lt", "lietuvių"},   {"lv", "latviešu"},   {"mk", "македонски"},   {"nb", "norsk bokmål"},
        {"nl", "Nederlands"}, {"pl", "polski"},     {"pt", "português"},    {"ro", "română"},
        {"ru", "русский"},    {"sk", "slovenčina"}, {"sl", "slovenščina"},  {"sq", "shqip"},
        {"sr", "српски"},     {"sv", "svenska"},    {"sw", "Kiswahili"},    {"th", "ไทย"},
        {"tr", "Türkçe"},     {"uk", "українська"}, {"ur", "اردو"},         {"vi", "Tiếng Việt"},
        {"zh", "中文"}};
    return names;
}

}  // namespace chappe
