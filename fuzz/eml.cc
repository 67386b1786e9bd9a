// Any bytes as a mail give a reading that keeps its promises, and any bytes as a value of a field
// give text and mailboxes. Seeds: tests/documents.

#include <cstdio>
#include <cstdlib>

#include "read/check_reading.h"
#include "read/mail.h"
#include "read/mail_header.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    chappe::Arrival arrival;
    arrival.source = "fuzz";
    chappe::Reading reading = chappe::read_mail(bytes, arrival);
    reading.notes.emplace_back("a digest may be empty");
    std::string broken = chappe::broken_promise(reading);
    const std::string_view value = bytes.substr(0, 2000);
    const std::string words = chappe::decode_words(value);
    if (chappe::Text::repair(words).view() != words) broken = "words that are not UTF-8";
    if (chappe::read_mailboxes(value).size() > 20) broken = "too many mailboxes";
    if (chappe::read_mail_head(bytes).size > bytes.size()) broken = "a head behind the bytes";
    chappe::parameter(value, "charset");
    if (broken.empty()) return 0;
    std::fprintf(stderr, "broken promise: %s\n", broken.c_str());
    std::abort();
}
