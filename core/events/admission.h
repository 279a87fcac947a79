// May this event enter the ledger? Admission reads the JSON text of one CloudEvent, checks it
// against the envelope's rules and the catalogue, and turns it into spans that can be sealed; or
// it lists every fault.
//
// Refused is only what cannot be read. What a rule would judge is accepted.
#pragma once

#include <chrono>
#include <memory>
#include <string_view>

#include "core/base/clock.h"
#include "core/calendar/berlin.h"
#include "core/events/catalogue.h"
#include "core/events/checked_event.h"
#include "core/events/faults.h"

namespace fallbuch {

inline constexpr std::size_t kEventBytesMax = 256 * 1024;
inline constexpr int kEventDepthMax = 32;  // arrays and objects that are not empty
inline constexpr std::size_t kPersonsPerEventMax = 128;
inline constexpr std::size_t kSpansPerEventMax = 256;
inline constexpr std::chrono::minutes kAheadMax{5};  // `time` before its stamp

// Only an import may bring its own `recorded`.
enum class Entrance { ordinary, history };

struct Arrival {
    Instant now;
    Entrance entrance = Entrance::ordinary;
};

// What all parsers share. Immutable; callable from any thread.
struct Admission {
    std::shared_ptr<const Catalogue> catalogue;
    BerlinTime berlin;
};

// Holds the parser's memory: one per thread. Borrows the admission, which must outlive it.
class AdmissionParser {
public:
    explicit AdmissionParser(const Admission& admission);
    ~AdmissionParser();
    AdmissionParser(AdmissionParser&&) noexcept;
    AdmissionParser& operator=(AdmissionParser&&) noexcept;

    // Fills `out`, and gives no fault; or gives all faults, and `out` means nothing. The same
    // event gives the same bytes, whatever the order of its keys and its white space.
    Faults check(std::string_view json, const Arrival& arrival, CheckedEvent& out);

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace fallbuch
