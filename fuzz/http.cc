// Any bytes on a connection: the server's own reader of requests, then the site in front of an
// archive in memory. Every answer must be whole: valid UTF-8, header values on one line.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "base/text.h"
#include "wire/audience.h"
#include "wire/gate.h"
#include "wire/memory_site.h"
#include "wire/request_reader.h"
#include "wire/sheet.h"

namespace {

using namespace chappe;

void require(bool holds) {
    if (!holds) std::abort();
}

void check(const Response& response) {
    require(response.status >= 200 && response.status <= 599);
    require(reason_of(response.status) != "Unknown");
    require(Text::repair(response.body).view() == response.body);
    for (const Header& header : response.headers)
        require(header.value.find_first_of("\r\n") == std::string::npos);
    require(head_of(response, Persistence::close).ends_with("\r\n\r\n"));
}

/// The page as it is kept: every coding's head and length must hold for the body.
void check_sheet(const Request& request, MemorySite& site) {
    Answer made = answer(request, site.site);
    const auto sheet = Sheet::of(made);
    if (!sheet) return;
    for (const Coding coding : {Coding::identity, best_coding(request.accept_encoding)}) {
        if (coding != Coding::identity) sheet->keep_form(coding, sheet->make_form(coding, 7));
        std::string out;
        const Sheet::Sent sent =
            sheet->append_answer(sheet->form(coding, 7), 7, request, Persistence::keep_alive, out);
        const std::size_t head = out.find("\r\n\r\n");
        require(head != std::string::npos && out.size() - head - 4 == sent.bytes);
    }
}

void answer_all(RequestReader& reader, MemorySite& site) {
    // ::/1 is trusted, so that X-Forwarded-For of the peer :: is looked at.
    static const Gate gate = [] {
        ServerOptions options;
        options.trusted_proxies = {"::/1"};
        return std::move(Gate::make(options)).value();
    }();
    while (reader.state() == RequestReader::State::complete) {
        const Request& request = reader.request();
        if (const auto refused = refuse_early(request, site.site)) check(*refused);
        (void)kind_of(request.user_agent);
        (void)is_ahead_of_time(request.purpose);
        (void)gate.knows(request.host);
        (void)gate.sender_of(Address::v4(0, 0, 0, 0), reader.forwarded());
        check_sheet(request, site);
        check(site.respond(request));
        reader.next();
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    std::string_view bytes(reinterpret_cast<const char*>(data), size);
    // The first byte says in which pieces the rest arrives.
    const std::size_t piece = bytes.front() == 0 ? size : static_cast<unsigned char>(bytes.front());
    bytes.remove_prefix(1);

    MemorySite site;
    RequestLimits limits;
    limits.body = 1 << 16;
    limits.body_unnamed = 1 << 10;
    RequestReader reader(limits);
    while (!bytes.empty() && reader.state() != RequestReader::State::refused) {
        reader.feed(bytes.substr(0, piece));
        bytes.remove_prefix(std::min(bytes.size(), piece));
        answer_all(reader, site);
    }
    if (reader.state() == RequestReader::State::refused) require(reader.refusal().status >= 400);
    return 0;
}
