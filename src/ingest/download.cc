#include "ingest/download.h"

#include <utility>

#include "ingest/transfer.h"

namespace chappe {

Result<Answer> download(FetchRequest request, const FetchPolicy& policy,
                        const std::string& user_agent) {
    const auto transfer = TRY(Transfer::prepare(std::move(request), policy, user_agent));
    return transfer->finish(curl_easy_perform(transfer->handle()));
}

}  // namespace chappe
