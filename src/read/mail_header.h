#pragma once
// The head of a mail, and of each part of one. RFC 5322 (fields, folding), RFC 2045 (Content-*),
// RFC 2047 (encoded words), RFC 2231 (parameters in another charset).
//
//     Subject: =?utf-8?Q?D=C3=A9p=C3=AAche?=
//       =?utf-8?B?IGR1IG1hdGlu?=                 "Dépêche du matin"

#include <string>
#include <string_view>
#include <vector>

namespace chappe {

struct MailField {
    std::string name;   // in lower case
    std::string value;  // unfolded, trimmed; bytes as they came, encoded words not yet decoded
};

struct MailHead {
    std::vector<MailField> fields;  // in order, 1,000 at most
    std::size_t size = 0;           // bytes, the blank line behind it included

    /// Of the first field of that name (in lower case); empty when there is none.
    std::string_view value(std::string_view name) const;
};

/// The fields at the beginning of the bytes, up to a blank line or a line that is no field.
MailHead read_mail_head(std::string_view bytes);

/// UTF-8 of a value with encoded words, space folded. Bytes beyond ASCII are read as UTF-8, else by
/// their letters.
std::string decode_words(std::string_view value);

/// "multipart/mixed" of "Multipart/Mixed; boundary=x", in lower case.
std::string value_without_parameters(std::string_view value);
/// `charset` of `text/plain; charset="utf-8"`; name in lower case. Empty when there is none.
std::string parameter(std::string_view value, std::string_view name);

struct Mailbox {
    std::string name;     // decoded; empty when it has none
    std::string address;  // "desk@agency.example"; empty when there is none
};
/// The mailboxes of a From or Sender field, 20 at most.
std::vector<Mailbox> read_mailboxes(std::string_view value);

/// The bytes begin like a mail: fields that only mail has, and among them who or when.
bool looks_like_mail(std::string_view bytes);

}  // namespace chappe
