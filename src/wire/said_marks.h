#pragma once
// Said: the statements of a dispatch on its page. Each stands in the text, underlined in its
// speaker's colour with its number behind it, and in the list beside the text; the two link to each
// other by ids, with and without JavaScript:
//
//     a assuré <span class="claim c1" data-said="12">que le pont tiendra</span>
//     <a class="num c1" id="s-12" href="#said-12" data-n="1"></a>
//                                                            <li id="said-12" class="c1"> ... </li>

#include <map>
#include <string_view>
#include <vector>

#include "wire/html_writer.h"
#include "wire/pages.h"

namespace chappe {

/// The text with what is said in it.
class SaidMarks {
 public:
    /// Keeps a reference to `said`; its spans are of `body`, those that do not fit are left out.
    SaidMarks(Ui, const std::vector<StoredStatement>& said, std::string_view body);

    enum class Numbers { links, none };
    /// A piece of the body.
    void write(HtmlWriter&, Span piece, Numbers = Numbers::links) const;
    /// "c1" to "c8": of the speaker; "c0" of nobody.
    std::string_view colour(const StoredStatement&) const;

 private:
    struct Mark {
        Span span;
        std::size_t statement = 0;
        bool content = true;  // else the source's or cue's words
        bool last = false;    // of the statement's content: the number stands behind it
    };
    void add(std::size_t statement, const Span&, bool content, bool last);
    void open(HtmlWriter&, const Mark&) const;
    void write_number(HtmlWriter&, const Mark&) const;

    Ui ui_;
    const std::vector<StoredStatement>& said_;
    std::string_view body_;
    std::vector<Mark> marks_;  // by begin, the longer first
    std::map<KnownActorId, std::size_t> colours_;
};

/// Who said what, as a list beside the text. Nothing when nobody said anything.
void write_sayings(HtmlWriter&, const Reader&, const StoredDispatch&, const SaidInDispatch&,
                   const SaidMarks&);
/// For web/wire.js, which shows it and copies the words.
void write_copy_button(HtmlWriter&, const Reader&, std::string_view words);
/// What models propose as subjects, marked as proposed.
void write_proposed_topics(HtmlWriter&, const Reader&, const SaidInDispatch&);

}  // namespace chappe
