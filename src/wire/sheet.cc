#include "wire/sheet.h"

#include <array>
#include <charconv>
#include <utility>

#include "wire/api.h"
#include "wire/asked.h"
#include "wire/messages.h"

namespace chappe {
namespace {

/// A number in digits, without an allocation.
struct Digits {
    std::array<char, 20> room{};
    std::size_t size = 0;
    explicit Digits(std::uint64_t number) {
        const auto end = std::to_chars(room.data(), room.data() + room.size(), number).ptr;
        size = static_cast<std::size_t>(end - room.data());
    }
    std::string_view view() const { return {room.data(), size}; }
};

}  // namespace

std::shared_ptr<Sheet> Sheet::of(Answer& answer) {
    auto sheet = std::make_shared<Sheet>();
    if (auto* counted = std::get_if<Counted>(&answer)) {
        if (counted->viewer == Viewer::desk) return nullptr;
        const Response pattern = with_reads(*counted, Request(), counted->reads);
        sheet->dispatch_ = counted->id;
        sheet->ui_ = counted->ui;
        sheet->reads_ = counted->reads;
        sheet->make_heads(pattern.type, pattern.headers);
        sheet->etag_ = "W/\"" + counted->tag + "-";
        sheet->take_page(std::move(counted->page));
        return sheet;
    }
    auto* response = std::get_if<Response>(&answer);
    if (!response || response->status != 200 || response->shelf == Shelf::none) return nullptr;
    sheet->shelf_ = response->shelf;
    sheet->make_heads(response->type, response->headers);
    sheet->take_page({std::move(response->body), {}});
    return sheet;
}

void Sheet::take_page(CountedPage page) {
    auto form = std::make_shared<Form>();
    form->head = head_for(Coding::identity);
    form->body.before = std::move(page.before);
    form->body.after = std::move(page.after);
    forms_[index(Coding::identity)] = std::move(form);
}

void Sheet::make_heads(std::string_view type, const std::vector<Header>& headers) {
    type_ = type;
    for (const Header& header : headers) {
        if (header.name == "ETag")
            etag_ = header.value;
        else
            append_header(common_head_, header.name, header.value);
    }
    common_head_ += security_headers();
}

Coding Sheet::coding_for(Coding wanted) const {
    const CodedBody& plain = forms_.front()->body;
    if (!is_compressible(type_, plain.before.size() + plain.after.size())) return Coding::identity;
    return wanted;
}

std::string Sheet::head_for(Coding coding) const {
    std::string head(status_line(200));
    append_header(head, "Content-Type", type_);
    if (coding != Coding::identity) append_header(head, "Content-Encoding", name_of(coding));
    return head + common_head_ + "Content-Length: ";
}

std::shared_ptr<const Sheet::Form> Sheet::make_form(Coding coding, std::uint64_t reads) const {
    const CodedBody& plain = forms_.front()->body;
    auto form = std::make_shared<Form>();
    if (dispatch_) {
        const std::size_t hole = number_words(ui_, reads).size();
        auto body = code_around(coding, plain.before, plain.after, hole);
        if (!body) return nullptr;
        form->body = std::move(*body);
    } else {
        auto body = compress(coding, plain.before);
        if (!body) return nullptr;
        form->body.before = std::move(*body);
    }
    form->head = head_for(coding);
    return form;
}

bool Sheet::fits(const Form& form, std::uint64_t reads) const {
    return form.body.coding != Coding::br || form.body.takes(number_words(ui_, reads));
}

const Sheet::Form& Sheet::form(Coding coding, std::uint64_t reads) const {
    const auto& made = forms_[index(coding)];
    return made && (!dispatch_ || fits(*made, reads)) ? *made : *forms_.front();
}

bool Sheet::claim_form(Coding coding, std::uint64_t reads) {
    const auto& made = forms_[index(coding)];
    const bool lacks = !made || (dispatch_ && !fits(*made, reads));
    return lacks && !std::exchange(wanted_[index(coding)], true);
}

void Sheet::keep_form(Coding coding, std::shared_ptr<const Form> form) {
    wanted_[index(coding)] = false;
    if (form) forms_[index(coding)] = std::move(form);
}

std::size_t Sheet::bytes() const {
    std::size_t sum = sizeof(Sheet) + common_head_.size() + etag_.size();
    for (const auto& form : forms_)
        if (form) sum += form->head.size() + form->body.before.size() + form->body.after.size();
    return sum;
}

Sheet::Sent Sheet::append_answer(const Form& form, std::uint64_t reads, const Request& request,
                                 Persistence persistence, std::string& out) const {
    const Digits digits(reads);
    const auto append_etag = [&] {
        out += etag_;
        if (!dispatch_) return;
        out += digits.view();
        out += '"';
    };
    Sent sent;
    if (!request.if_none_match.empty()) {
        const std::size_t begin = out.size();
        append_etag();
        const bool has_it =
            etag_matches(request.if_none_match, std::string_view(out).substr(begin));
        out.resize(begin);
        if (has_it) sent.status = 304;
    }
    const std::string words = dispatch_ ? number_words(ui_, reads) : std::string();
    const std::size_t size = dispatch_ ? form.body.size_with(words) : form.body.before.size();
    if (sent.status == 304) {
        out += status_line(304);
        out += common_head_;
    } else {
        out += form.head;
        out += Digits(size).view();
        out += "\r\n";
    }
    out += "ETag: ";
    append_etag();
    out += "\r\n";
    append_date(out);
    if (request.secure) out += strict_transport();
    if (persistence == Persistence::close) out += "Connection: close\r\n";
    out += "\r\n";
    if (sent.status == 304 || request.method == "HEAD") return sent;
    sent.bytes = size;
    if (dispatch_)
        form.body.append_with(words, out);
    else
        out += form.body.before;
    return sent;
}

}  // namespace chappe
