#include "read/xml_repair.h"

#include <algorithm>
#include <array>
#include <vector>

#include "base/text.h"
#include "read/words.h"

namespace chappe {
namespace {

constexpr std::size_t deepest = 256;
constexpr std::size_t most_attributes = 256;  // of one element
constexpr std::size_t longest_compared = 64;  // bytes of a name; "newsMessage" is 11

/// Roots of the formats that we read, without prefix: a text begins at the first of them.
constexpr std::array<std::string_view, 8> roots = {
    "rss", "rdf", "feed", "opml", "newsitem", "packageitem", "newsmessage", "nitf"};
/// Elements that stand side by side and never in each other or in an element of text: where one
/// begins, whatever is open inside the last one has ended.
constexpr std::array<std::string_view, 3> siblings = {"item", "entry", "newsitem"};
/// Elements around them.
constexpr std::array<std::string_view, 7> frames = {"rss",         "rdf",     "feed", "channel",
                                                    "newsmessage", "itemset", "items"};
/// Elements of a feed that hold nothing but text: one of them ends where the next part begins.
constexpr std::array<std::string_view, 7> leaves = {"title",     "link",    "guid", "pubdate",
                                                    "published", "updated", "ttl"};
constexpr std::array<std::string_view, 10> parts = {"description", "summary", "content", "encoded",
                                                    "category",    "author",  "creator", "date",
                                                    "language",    "id"};
/// HTML's elements without an end, where they cannot be taken for a feed's own (as "link" can).
constexpr std::array<std::string_view, 4> voids = {"br", "img", "hr", "wbr"};

template <std::size_t N>
bool is_one_of(const std::array<std::string_view, N>& names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

std::string_view without_prefix(std::string_view name) {
    const std::size_t colon = name.find(':');
    return colon == name.npos ? name : name.substr(colon + 1);
}

bool begins_name(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
           static_cast<unsigned char>(c) >= 0x80;
}

bool is_in_name(char c) {
    return begins_name(c) || (c >= '0' && c <= '9') || c == ':' || c == '-' || c == '.';
}

bool is_xml_space(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

class Repair {
 public:
    explicit Repair(std::string_view in) : in_(in) {}

    std::string run() {
        at_ = begin_of_root();
        out_.reserve(in_.size() + in_.size() / 8);
        while (at_ < in_.size() && !done_) {
            const std::size_t next = std::min(in_.find('<', at_), in_.size());
            add_text(in_.substr(at_, next - at_));
            at_ = next;
            if (at_ < in_.size()) read_markup();
        }
        close_down_to(0);
        return std::move(out_);
    }

 private:
    struct Open {
        std::string_view name;  // as it was opened
        std::string folded;
    };

    /// The first tag that is a root of ours; else the first tag there is.
    std::size_t begin_of_root() const {
        std::size_t first = in_.npos;
        for (std::size_t at = in_.find('<'); at != in_.npos; at = in_.find('<', at + 1)) {
            const std::string_view name = name_at(at + 1);
            if (name.empty()) continue;
            if (first == in_.npos) first = at;
            if (is_one_of(roots, lower_ascii(without_prefix(name.substr(0, longest_compared)))))
                return at;
        }
        return std::min(first, in_.size());
    }

    std::string_view name_at(std::size_t at) const {
        if (at >= in_.size() || !begins_name(in_[at])) return {};
        std::size_t end = at;
        while (end < in_.size() && is_in_name(in_[end])) ++end;
        return in_.substr(at, end - at);
    }

    /// Where `what` is at or after `at`; once it was not found, it is not looked for again.
    std::size_t find(std::string_view what, std::size_t at, bool& none) const {
        if (none) return in_.npos;
        const std::size_t found = in_.find(what, at);
        none = found == in_.npos;
        return found;
    }

    void add_text(std::string_view text) {
        if (open_.empty()) return;  // around the root
        add_characters(text);
    }

    void add_characters(std::string_view text) {
        for (const char c : text) {
            const bool control = static_cast<unsigned char>(c) < 0x20 && !is_xml_space(c);
            if (!control) out_ += c;
        }
    }

    /// A "<" that opens nothing. A storm of them is not worth its space.
    void add_less_than() {
        if (out_.size() < in_.size() + in_.size() / 2 + 4096) out_ += "&lt;";
    }

    void read_markup() {
        const std::string_view rest = in_.substr(at_);
        if (rest.starts_with("<![CDATA[")) return read_cdata();
        if (rest.starts_with("<!--")) return skip_to("-->", no_comment_end_);
        if (rest.starts_with("<?")) return skip_to("?>", no_instruction_end_);
        if (rest.starts_with("<!") && rest.size() > 2 && begins_name(rest[2]))
            return skip_doctype();
        if (rest.starts_with("</") && !name_at(at_ + 2).empty()) return read_end_tag();
        if (!name_at(at_ + 1).empty()) return read_start_tag();
        if (!open_.empty()) add_less_than();
        ++at_;
    }

    void read_cdata() {
        const std::size_t begin = at_ + 9;
        const std::size_t end = std::min(find("]]>", begin, no_cdata_end_), in_.size());
        if (!open_.empty()) {
            out_ += "<![CDATA[";
            add_characters(in_.substr(begin, end - begin));
            out_ += "]]>";
        }
        at_ = std::min(end + 3, in_.size());
    }

    /// A comment without an end is no comment: what is behind its opening is read.
    void skip_to(std::string_view close, bool& none) {
        const std::size_t end = find(close, at_ + 2, none);
        at_ = end == in_.npos ? std::min(at_ + (close == "-->" ? 4 : 2), in_.size())
                              : end + close.size();
    }

    /// Up to the ">" behind an internal subset, if there is one.
    void skip_doctype() {
        std::size_t depth = 0;
        for (++at_; at_ < in_.size(); ++at_) {
            const char c = in_[at_];
            if (c == '<' || c == '[') ++depth;
            if (c == ']' && depth > 0) --depth;
            if (c != '>') continue;
            if (depth == 0) break;
            --depth;
        }
        at_ = std::min(at_ + 1, in_.size());
    }

    void read_end_tag() {
        const std::string folded = lower_ascii(name_at(at_ + 2).substr(0, longest_compared));
        // "</desc" may stand before the next tag, or at the end of a text that was cut off.
        at_ = std::min(in_.find_first_of("<>", at_ + 2), in_.size());
        if (at_ < in_.size() && in_[at_] == '>') ++at_;
        const auto count = counts_.find(folded);
        if (count == counts_.end() || count->second == 0) return;  // nothing of that name is open
        std::size_t level = open_.size();
        while (level > 0 && open_[level - 1].folded != folded) --level;
        if (level > 0) close_down_to(level - 1);
        if (open_.empty()) done_ = true;
    }

    void read_start_tag() {
        const std::string_view name = name_at(at_ + 1);
        std::string folded = lower_ascii(name.substr(0, longest_compared));
        const std::string_view local = without_prefix(folded);
        const bool is_void = is_one_of(voids, local);
        if (is_one_of(siblings, local)) close_siblings();
        const bool is_part = is_one_of(leaves, local) || is_one_of(parts, local);
        if (is_part && !open_.empty() && is_one_of(leaves, without_prefix(open_.back().folded)))
            close_down_to(open_.size() - 1);
        out_.append("<").append(name);
        at_ += 1 + name.size();
        const bool closed = read_attributes();
        if (closed || is_void || open_.size() == deepest) {
            out_ += "/>";
            if (open_.empty()) done_ = true;
            return;
        }
        out_ += '>';
        ++counts_[folded];
        open_.push_back({name, std::move(folded)});
    }

    /// Up to the ">". True when the element is empty.
    bool read_attributes() {
        std::size_t count = 0;
        while (at_ < in_.size()) {
            const char c = in_[at_];
            if (c == '>') {
                ++at_;
                return false;
            }
            if (c == '<') return false;  // the tag was never ended
            if (c == '/' && at_ + 1 < in_.size() && in_[at_ + 1] == '>') {
                at_ += 2;
                return true;
            }
            const std::string_view name = name_at(at_);
            if (name.empty()) {
                ++at_;
                continue;
            }
            at_ += name.size();
            const std::string_view value = take_value();
            if (++count <= most_attributes) write_attribute(name, value);
        }
        return false;
    }

    void skip_space() {
        while (at_ < in_.size() && is_xml_space(in_[at_])) ++at_;
    }

    std::string_view take_value() {
        skip_space();
        if (at_ >= in_.size() || in_[at_] != '=') return {};
        ++at_;
        skip_space();
        if (at_ >= in_.size()) return {};
        const char quote = in_[at_];
        if (quote == '"' || quote == '\'') {
            const std::size_t begin = at_ + 1;
            const std::size_t end =
                quote == '"' ? find("\"", begin, no_double_) : find("'", begin, no_single_);
            if (end != in_.npos) {
                at_ = end + 1;
                return in_.substr(begin, end - begin);
            }
            at_ = begin;  // never closed: as if it had none
        }
        const std::size_t begin = at_;
        while (at_ < in_.size() && !is_xml_space(in_[at_]) && in_[at_] != '>' && in_[at_] != '<')
            ++at_;
        std::string_view value = in_.substr(begin, at_ - begin);
        if (value.ends_with('/') && at_ < in_.size() && in_[at_] == '>') {
            value.remove_suffix(1);
            --at_;
        }
        return value;
    }

    void write_attribute(std::string_view name, std::string_view value) {
        out_.append(" ").append(name).append("=\"");
        for (const char c : value) {
            if (c == '<')
                add_less_than();
            else if (c == '"')
                out_ += "&quot;";
            else if (static_cast<unsigned char>(c) >= 0x20 || is_xml_space(c))
                out_ += c;
        }
        out_ += '"';
    }

    /// What is open inside the last frame has ended.
    void close_siblings() {
        std::size_t level = open_.size();
        while (level > 0 && !is_one_of(frames, without_prefix(open_[level - 1].folded))) --level;
        if (level > 0) close_down_to(level);
    }

    void close_down_to(std::size_t level) {
        while (open_.size() > level) {
            out_.append("</").append(open_.back().name).append(">");
            --counts_[open_.back().folded];
            open_.pop_back();
        }
    }

    std::string_view in_;
    std::size_t at_ = 0;
    std::string out_;
    std::vector<Open> open_;
    WordMap<std::size_t> counts_;  // of open elements, by folded name
    bool done_ = false;            // the root was closed
    bool no_cdata_end_ = false, no_comment_end_ = false, no_instruction_end_ = false;
    bool no_double_ = false, no_single_ = false;
};

}  // namespace

std::string repair_xml(std::string_view xml) {
    return Repair(xml).run();
}

}  // namespace chappe
