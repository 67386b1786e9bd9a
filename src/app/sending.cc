#include "app/sending.h"

namespace chappe {

bool is_success(const Result<Answer>& answer) {
    return answer && answer->status >= 200 && answer->status < 300;
}

std::string trouble_in(const Result<Answer>& answer, const std::string& host) {
    return answer ? host + " answers " + std::to_string(answer->status) : answer.error().message;
}

}  // namespace chappe
