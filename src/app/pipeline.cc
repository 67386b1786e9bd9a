#include "app/pipeline.h"

#include <memory>
#include <utility>

#include "app/visit_notes.h"
#include "read/containers.h"
#include "read/read.h"

namespace chappe {

Result<Receipt> run_pipeline(Archive& archive, Arrival arrival) {
    // Bytes to clean dispatches. Never fails: what was missing is in their notes.
    Reading reading = read(arrival);

    // From here on the news is on disk, original bytes included; a crash below loses nothing. Pages
    // that are open show it at once: the wire follows the archive's changes, whoever made them.
    return archive.put({std::move(arrival), std::move(reading), std::nullopt});
}

void run_pipeline(Archive& archive, Delivery delivery, Queue::Kept kept) {
    Reading reading = read(delivery.arrival);

    // What the source is, what it asks for, and which pages are to be read next.
    note_reading(delivery, reading);

    // News and visit are kept together: after a crash before this it is visited again, after one
    // behind it not.
    const auto told = std::make_shared<Queue::Kept>(std::move(kept));
    Result<void> accepted;
    if (reading.dispatches.empty()) {
        accepted = archive.queue().keep(std::move(delivery.visit),
                                        [told](Result<void> done) { (*told)(std::move(done)); });
    } else {
        Submission submission{std::move(delivery.arrival), std::move(reading), std::nullopt};
        submission.visit = std::move(delivery.visit);
        accepted = archive.submit(std::move(submission), [told](Result<Receipt> receipt) {
            (*told)(receipt ? Result<void>() : std::unexpected(std::move(receipt).error()));
        });
    }
    if (!accepted) (*told)(std::move(accepted));
}

Submission read_pushed(const Subscription& subscription, Arrival arrival) {
    Delivery delivery;
    delivery.errand.source = subscription.source;
    delivery.errand.name = subscription.name;
    delivery.errand.kind = SourceKind::feed;
    delivery.errand.full_text = subscription.full_text;
    delivery.visit.source = subscription.source;
    delivery.visit.at = arrival.received;
    delivery.visit.bytes = arrival.bytes.size();
    delivery.visit.pushed = true;
    delivery.arrival = std::move(arrival);
    Reading reading = read(delivery.arrival);
    note_reading(delivery, reading);

    Submission submission{std::move(delivery.arrival), std::move(reading), std::nullopt};
    submission.visit = std::move(delivery.visit);
    return submission;
}

Result<Receipt> run_pipeline(Archive& archive, WarcPage page, const Arrival& container) {
    // Read as it was when the crawler took it: "two hours ago" is two hours before then.
    PageReading page_reading = read_warc_page(std::move(page), container, read);

    // On our wire it arrives now.
    page_reading.arrival.received = container.received;
    return archive.put(
        {std::move(page_reading.arrival), std::move(page_reading.reading), std::nullopt});
}

}  // namespace chappe
