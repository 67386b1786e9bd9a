#include "news/annotations_json.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/text.h"

namespace chappe {
namespace {

/// Places of a text in the wanted unit; code points are counted once, every `step` bytes.
class Places {
 public:
    Places(std::string_view text, SpanUnit unit) : text_(text), unit_(unit) {
        if (unit == SpanUnit::bytes) return;
        std::uint32_t count = 0;
        for (std::size_t at = 0; at < text.size(); ++at) {
            if (at % step == 0) counts_.push_back(count);
            count += starts_character(text_, at);
        }
        counts_.push_back(count);
    }

    std::int64_t place(std::uint32_t byte) const {
        if (unit_ == SpanUnit::bytes) return byte;
        if (byte >= text_.size()) return counts_.back();
        std::uint32_t count = counts_[byte / step];
        for (std::size_t at = byte / step * step; at < byte; ++at)
            count += starts_character(text_, at);
        return count;
    }

 private:
    static constexpr std::size_t step = 64;
    std::string_view text_;
    SpanUnit unit_;
    std::vector<std::uint32_t> counts_;
};

class AnnotationsWriter {
 public:
    AnnotationsWriter(JsonWriter& json, const Places& places) : json_(json), places_(places) {}

    void statements(const std::vector<Statement>& all) {
        json_.begin_array();
        for (const Statement& one : all) statement(one);
        json_.end_array();
    }

    void actors(const std::vector<Actor>& all) {
        json_.begin_array();
        for (std::size_t i = 0; i < all.size(); ++i) {
            const Actor& actor = all[i];
            json_.begin_object().key("id").string(id_of(i)).key("name").string(actor.name);
            json_.key("kind").string(name_of(actor.kind)).key("roles").begin_array();
            for (const std::string& role : actor.roles) json_.string(role);
            json_.end_array().key("country").string_or_null(actor.country);
            json_.key("mentions").begin_array();
            for (const Mention& mention : actor.mentions) {
                json_.begin_object().key("span");
                span(mention.span);
                json_.key("how").string(name_of(mention.how)).end_object();
            }
            json_.end_array().end_object();
        }
        json_.end_array();
    }

    void dates(const std::vector<Timex>& all) {
        json_.begin_array();
        for (const Timex& date : all) {
            json_.begin_object().key("span");
            span(date.span);
            json_.key("value").string(date.value).end_object();
        }
        json_.end_array();
    }

    void topics(const std::vector<Topic>& all) {
        json_.begin_array();
        for (const Topic& topic : all) {
            json_.begin_object().key("code").string(topic.code).key("label").string(topic.label);
            json_.key("confidence").hundredths(topic.confidence).end_object();
        }
        json_.end_array();
    }

    void topic_mentions(const std::vector<TopicMention>& all) {
        json_.begin_array();
        for (const TopicMention& mention : all) {
            json_.begin_object().key("span");
            span(mention.span);
            json_.key("actors").begin_array();
            for (const ActorId id : mention.actors) json_.string(id_of(index_of(id)));
            json_.end_array().end_object();
        }
        json_.end_array();
    }

 private:
    static std::string id_of(std::size_t index) { return "a" + std::to_string(index + 1); }

    void span(Span span) {
        json_.begin_array().number(places_.place(span.begin)).number(places_.place(span.end));
        json_.end_array();
    }
    void span(const std::optional<Span>& one) {
        if (one)
            span(*one);
        else
            json_.null();
    }
    void actor(const std::optional<ActorId>& id) {
        if (id)
            json_.string(id_of(index_of(*id)));
        else
            json_.null();
    }

    void statement(const Statement& one) {  // NOLINT(misc-no-recursion): claims nest two deep
        json_.begin_object().key("source");
        span(one.source);
        json_.key("cue");
        span(one.cue);
        json_.key("content").begin_array();
        for (const Span piece : one.content) span(piece);
        json_.end_array().key("class").string(name_of(one.kind));
        json_.key("form").string(name_of(one.form)).key("speaker");
        actor(one.speaker);
        json_.key("addressee");
        actor(one.addressee);
        json_.key("stance").string(name_of(one.stance)).key("negated").boolean(one.negated);
        json_.key("said_on");
        if (one.said_on) {
            json_.begin_object().key("value").string(one.said_on->value);
            json_.key("how").string(name_of(one.said_on->how)).end_object();
        } else {
            json_.null();
        }
        json_.key("confidence").hundredths(one.confidence).key("nested");
        statements(one.nested);
        json_.end_object();
    }

    JsonWriter& json_;
    const Places& places_;
};

}  // namespace

void write_annotations(JsonWriter& json, const Annotations& all, std::string_view text,
                       SpanUnit unit) {
    const Places places(text, unit);
    AnnotationsWriter writer(json, places);
    json.key("attributions");
    writer.statements(all.statements);
    json.key("actors");
    writer.actors(all.actors);
    json.key("dates");
    writer.dates(all.dates);
    json.key("topics");
    writer.topics(all.topics);
    json.key("topic_mentions");
    writer.topic_mentions(all.topic_mentions);
    json.key("events").begin_array().end_array();
}

}  // namespace chappe
