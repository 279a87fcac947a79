#include "projections/findings/kept_finding.h"

#include <catch2/catch.hpp>

#include <chrono>
#include <cstddef>

#include "core/base/bytes.h"

namespace fallbuch {
namespace {

CaseFindings all_parts() {
    KeptFinding bare;
    bare.id = "R-1@7";
    KeptFinding full;
    full.check = 300;
    full.parameters.bytes.fill(7);
    full.id = "R-2/Frist@8+2025-03-01.2";
    full.verdict = rules::Verdict::undetermined;
    full.reason = rules::Reason::maintained_not;
    full.severity = rules::Severity::hinweis;
    full.is_final = full.is_owed = true;
    full.event = Position{8};
    full.activated = CivilDay(std::chrono::days(20'000));
    full.due = CivilDay(std::chrono::days(-3));
    full.due_second = -5;
    full.late_by_days = 12;
    full.late_by_seconds = 1'000'000;
    full.other_verdict = rules::Verdict::waived;
    full.other_reading = "eine andere Lesart";
    return {{bare, full}, Instant(std::chrono::seconds(1'700'000'000))};
}

TEST_CASE("findings are read as they were written", "[projections][findings]") {
    for (const CaseFindings& all : {all_parts(), CaseFindings{}}) {
        Bytes bytes;
        encode_findings(all, bytes);
        const auto read = decode_findings(bytes);
        REQUIRE(read);
        CHECK(*read == all);
    }
    CHECK(all_parts().findings[1].rule() == "R-2");
    CHECK(all_parts().findings[0].rule() == "R-1");
}

TEST_CASE("bytes that are cut off or longer are no findings", "[projections][findings]") {
    Bytes bytes;
    encode_findings(all_parts(), bytes);
    for (std::size_t size = 0; size < bytes.size(); ++size) {
        CHECK_FALSE(decode_findings(ByteView(bytes).first(size)));
    }
    bytes.push_back(0);
    CHECK_FALSE(decode_findings(bytes));
}

}  // namespace
}  // namespace fallbuch
