#include "tools/simulate/daily_life.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "tools/simulate/office_days.h"
#include "tools/simulate/words.h"

namespace fallbuch::simulate {

namespace {

using std::chrono::days;

constexpr int kEleven = 11 * 3600;
constexpr std::uint32_t kScenePercent = 35;
constexpr days kShortest{20};

}  // namespace

void DailyLife::perhaps(const Between& span) {
    if (span.to - span.from < kShortest || !desk_.happens(kScenePercent)) return;
    static constexpr std::array kScenes{&DailyLife::vacancy,    &DailyLife::move_house,
                                        &DailyLife::new_phone,  &DailyLife::referral,
                                        &DailyLife::specialist, &DailyLife::coordination};
    static constexpr std::array kWeights{50, 10, 8, 14, 8, 10};
    (this->*kScenes[desk_.random.weighted(kWeights)])(span);
}

void DailyLife::go_into(const Between& span, int percent) {
    const auto length = (span.to - span.from).count();
    const CivilDay day = desk_.work_day(span.from + days(1 + length * percent / 100));
    line_.go_to(std::min(day, desk_.days.open_on_or_before(span.to - days(1))), kEleven);
}

void DailyLife::vacancy(const Between& span) {
    static constexpr std::array kResults{std::string_view("EINLADUNG"), std::string_view("ABSAGE"),
                                         std::string_view("OFFEN"),
                                         std::string_view("NICHT_BEWORBEN")};
    static constexpr std::array kAnswers{
        std::string_view("NICHT_EINGESTELLT"), std::string_view("STELLE_BESETZT"),
        std::string_view("QUALIFIKATION"), std::string_view("KEINE_RUECKMELDUNG")};
    const std::string proposal = desk_.id("VV");
    const std::string application = desk_.id("BW");
    const std::string_view employer = desk_.random.pick(words::kEmployers);
    const std::string_view result = desk_.random.pick(kResults);
    go_into(span, 10);
    line_.add("placementproposal.made")
        .text("proposalId", proposal)
        .text("employerRef", employer)
        .text("occupationCode", desk_.random.pick(words::kOccupations).code)
        .text("legalNoticeVersion", "KEINE");
    go_into(span, 40);
    line_.add("applicationactivity.recorded")
        .text("applicationId", application)
        .text("employerRef", employer)
        .text("proposalId", proposal)
        .day("date", line_.today())
        .text("result", result);
    if (result == "NICHT_BEWORBEN") return;
    go_into(span, 80);
    line_.add("employerfeedback.received")
        .text("proposalId", proposal)
        .text("applicationId", application)
        .text("employerRef", employer)
        .text("result", desk_.random.pick(kAnswers));
}

// Often told weeks after it happened.
void DailyLife::move_house(const Between& span) {
    go_into(span, desk_.random.between(10, 90));
    line_.add_day("persondata.changed")
        .text("field", "ANSCHRIFT")
        .text("newRef", desk_.random.pick(words::kAddresses))
        .text("source", "BETROFFENE");
    desk_.learn_later();
}

void DailyLife::new_phone(const Between& span) {
    go_into(span, desk_.random.between(10, 90));
    line_.add("persondata.changed")
        .text("field", "TELEFON")
        .text("newRef", "0941 5550" + std::to_string(desk_.random.between(100, 199)))
        .text("source", "BETROFFENE");
}

void DailyLife::referral(const Between& span) {
    const words::Partner& partner = desk_.random.pick(words::kPartners);
    const std::string referral = desk_.id("VW");
    go_into(span, 5);
    line_.add("referral.made")
        .text("referralId", referral)
        .text("partner", partner.name)
        .text("partnerKind", partner.kind)
        .text("topic", partner.topic);
    go_into(span, 75);
    line_.add("referral.result")
        .text("referralId", referral)
        .text("outcome", desk_.random.chance(70) ? "ANGENOMMEN" : "KEIN_PLATZ");
}

// Consent first; the part that is for the office, not the findings themselves.
void DailyLife::specialist(const Between& span) {
    const std::string consent = desk_.id("EW");
    const std::string engagement = desk_.id("FD");
    const std::string_view service = desk_.random.chance(50) ? "AED" : "BPS";
    const auto about = [&](std::string_view type) {
        return line_.add(type).text("engagementId", engagement).text("service", service);
    };
    go_into(span, 5);
    line_.add("consent.given")
        .text("consentId", consent)
        .text("purpose", "FACHDIENST")
        .text("form", "SCHRIFTLICH")
        .json("informed", R"({"purpose":true,"consequences":true,"revocability":true})");
    about("specialistservice.engaged")
        .text("question", "Welche Tätigkeiten sind auf Dauer möglich?")
        .text("consentRef", consent);
    go_into(span, 65);
    about("specialistresult.received").text("part", "LEISTUNGSBILD").text("consentRef", consent);
    desk_.learn_later();
    go_into(span, 90);
    about("specialistresult.disclosed").text("part", "LEISTUNGSBILD").text("to", "KUNDE");
    about("specialistservice.ended").text("outcome", "ERFOLGREICH");
}

void DailyLife::coordination(const Between& span) {
    go_into(span, desk_.random.between(10, 80));
    line_.add("coordination.recorded")
        .text("coordinationId", desk_.id("AB"))
        .text("partner", desk_.random.pick(words::kProviders))
        .text("partnerKind", "TRAEGER")
        .text("kind", desk_.random.chance(60) ? "FORMELL" : "INFORMELL")
        .text("topic", "Freie Plätze und Beginn des nächsten Kurses")
        .text("outcome", "ERFOLGREICH");
}

}  // namespace fallbuch::simulate
