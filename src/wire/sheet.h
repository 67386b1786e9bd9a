#pragma once
// A sheet: a page as it goes out, with everything written but the clock and the count. A worker
// makes it once; the network thread sends it until the page changes.

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "wire/coding.h"
#include "wire/http.h"
#include "wire/site.h"

namespace chappe {

class Sheet {
 public:
    /// One coding of the page: its head up to the value of Content-Length, and its body.
    struct Form {
        std::string head;
        CodedBody body;
    };

    /// Nothing unless the answer may be given to others.
    static std::shared_ptr<Sheet> of(Answer&);

    /// Of a dispatch, which has a count.
    const std::optional<DispatchId>& dispatch() const { return dispatch_; }
    /// As they were when it was made.
    std::uint64_t reads() const { return reads_; }
    bool keeps_for_ever() const { return shelf_ == Shelf::always; }
    /// What the reader takes, if it pays for this page.
    Coding coding_for(Coding wanted) const;

    /// For a count as wide as this one. From any thread; nothing when there is no memory.
    std::shared_ptr<const Form> make_form(Coding, std::uint64_t reads) const;

    // For the network thread: the forms that were made so far.
    /// As it is, when there is no other yet.
    const Form& form(Coding coding, std::uint64_t reads) const;
    /// True once, until such a form is kept: somebody is to make it.
    bool claim_form(Coding, std::uint64_t reads);
    void keep_form(Coding, std::shared_ptr<const Form>);
    std::size_t bytes() const;

    struct Sent {
        int status = 200;
        std::size_t bytes = 0;  // of the body
    };
    /// Head and body: 304 when the reader has it, a head alone for HEAD.
    Sent append_answer(const Form&, std::uint64_t reads, const Request&, Persistence,
                       std::string& out) const;

 private:
    bool fits(const Form&, std::uint64_t reads) const;
    static std::size_t index(Coding coding) { return static_cast<std::size_t>(coding); }
    void make_heads(std::string_view type, const std::vector<Header>& headers);
    void take_page(CountedPage);
    std::string head_for(Coding) const;

    std::optional<DispatchId> dispatch_;
    Ui ui_ = Ui::en;
    Shelf shelf_ = Shelf::until_change;
    std::uint64_t reads_ = 0;
    std::string etag_;         // of a counted one what stands before the count
    std::string common_head_;  // headers that all forms have
    std::string type_;
    std::array<std::shared_ptr<const Form>, codings> forms_;  // the first is always there
    std::array<bool, codings> wanted_{};
};

}  // namespace chappe
