#pragma once
// Transfer: one request as libcurl runs it, with our limits in its callbacks. For download.cc and
// downloads.cc; nothing else includes curl.

#include <curl/curl.h>

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "ingest/download.h"

namespace chappe {

class Transfer {
 public:
    /// Fails `broken` when curl lacks memory or an option. `policy` must outlive it.
    [[nodiscard]] static Result<std::unique_ptr<Transfer>> prepare(FetchRequest,
                                                                   const FetchPolicy& policy,
                                                                   const std::string& user_agent);
    Transfer(const Transfer&) = delete;
    Transfer& operator=(const Transfer&) = delete;

    CURL* handle() const { return handle_.get(); }

    /// What came of it, once curl has ended it with this code.
    [[nodiscard]] Result<Answer> finish(CURLcode);

 private:
    Transfer(FetchRequest, const FetchPolicy& policy);

    bool set_options(const std::string& user_agent);
    int status() const;
    void refuse(std::string why);
    std::string_view objection_to(const Address&) const;
    std::string_view objection_to(std::size_t total) const;
    Error error_of(CURLcode) const;
    [[nodiscard]] Result<std::string> location() const;
    std::string header(const char* name) const;

    // curl's callbacks.
    static curl_socket_t open_socket(void* context, curlsocktype, curl_sockaddr*) noexcept;
    static std::size_t take_header(char* line, std::size_t, std::size_t size, void*) noexcept;
    static std::size_t take_body(char* bytes, std::size_t, std::size_t size, void*) noexcept;
    static int count_wire(CURL*, curl_infotype, char*, std::size_t size, void*) noexcept;

    using List = std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)>;
    static List pinned(const FetchTarget&);
    static List request_headers(const FetchRequest&);

    const FetchRequest request_;
    const FetchPolicy& policy_;
    List hosts_{nullptr, curl_slist_free_all};
    List headers_{nullptr, curl_slist_free_all};
    char message_[CURL_ERROR_SIZE] = {};

    Answer answer_;
    std::size_t header_bytes_ = 0;
    std::size_t wire_bytes_ = 0;  // of the body as sent: compressed, chunk sizes included
    bool headers_ended_ = false;
    bool enough_ = false;           // stopped by us, since the status says that no page follows
    std::optional<Error> refusal_;  // stopped by us, and why

    // Last, so that it goes first: curl may still use what is above.
    std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> handle_{nullptr, curl_easy_cleanup};
};

}  // namespace chappe
