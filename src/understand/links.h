#pragma once
// Links: from the words of a statement to who said it, to whom, when, and in which manner.

#include <chrono>
#include <optional>
#include <vector>

#include "news/annotations.h"
#include "understand/actors.h"
#include "understand/attribution.h"
#include "understand/frames.h"

namespace chappe {

class Links {
 public:
    Links(const NodeText& text, Actors& actors, const std::vector<Frame>& frames,
          const std::vector<Timex>& dates, std::optional<std::chrono::year_month_day> day)
        : text_(text), actors_(actors), frames_(frames), dates_(dates), day_(day) {}

    Statement statement(const Attribution&);
    /// One inside the content of what `around` says, if it is known who that is.
    Statement claim(const Attribution&, std::optional<ActorId> around);

 private:
    Statement make(const Attribution&, bool nested, std::optional<ActorId> around);
    std::optional<ActorId> speaker(const Attribution&, std::optional<ActorId> around);
    std::optional<ActorId> addressee(const Attribution&, std::optional<ActorId> speaker,
                                     bool nested) const;
    std::optional<SaidOn> said_on(const Attribution&, std::optional<ActorId> speaker,
                                  bool nested) const;
    Statement::Form form(const Attribution&) const;
    Statement::Class kind(const Attribution&, Statement::Form) const;
    bool negated(const Attribution&) const;

    const NodeText& text_;
    Actors& actors_;
    const std::vector<Frame>& frames_;
    const std::vector<Timex>& dates_;
    std::optional<std::chrono::year_month_day> day_;
};

}  // namespace chappe
