#include "tools/simulate/desk.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "tools/simulate/faults.h"
#include "tools/simulate/fields.h"
#include "tools/simulate/history_order.h"
#include "tools/simulate/phrases.h"

namespace fallbuch::simulate {

namespace {

constexpr std::string_view kTransparency = "Merkblatt Datenschutz";
constexpr int kHour = 3600;
constexpr std::size_t kNumberSeries = 3;  // the letter of a Kundennummer
constexpr CivilDay kNotesAtOnce = day(2023, 6, 14);
constexpr std::uint64_t kSlipStreams = std::uint64_t{1} << 43;
constexpr std::uint64_t kPhraseStreams = std::uint64_t{1} << 44;
constexpr std::uint32_t kWrongDayPercent = 30;
constexpr std::array kUsualTopics{std::string_view("ABSPRACHEN"), std::string_view("BEWERBUNG")};
constexpr std::array kMeasureTopics{std::string_view("ERFOLG_GEFAEHRDUNG"),
                                    std::string_view("UNTERSTUETZUNGSBEDARF")};

// Only SGB II knows the Bedarfsgemeinschaft (§ 7 Abs. 3 SGB II).
void apply(Desk& desk, std::string_view type, std::string_view reason) {
    Fields fields = desk.line.add(type);
    fields.text("kundennummer", desk.kundennummer)
        .day("applicationDate", desk.line.today())
        .text("reason", reason);
    if (desk.circle() == "SGB_II") fields.text("bgNummer", desk.person.bg_number);
}

}  // namespace

Desk::Desk(const OfficeDays& office_days, const HistoryOrder& history, AgeBand band)
    : Staff(office_days, history),
      person(draw_person(random, history.number, band, history.opened)),
      slips_(history.seed, kSlipStreams + history.stream),
      phrases_(history.seed, kPhraseStreams + history.stream) {
    if (history.joins) join(person, *history.joins, random, history.opened);
    if (planted(Fault::bg_talk_without_consent) || planted(Fault::plan_members_not_involved)) {
        give_partner(person, history.number);
    }
    if (planted(Fault::occasion_not_reviewed)) give_child(person, history.number);
    kundennummer = person.kundennummer;
}

std::string Desk::id(std::string_view prefix) {
    std::string text(prefix);
    text += '-';
    text += std::to_string(++last_number_);
    return text;
}

std::string_view Desk::notice_of(CivilDay date) {
    if (date < day(2023, 1, 1)) return "BIS_2022";
    return date < day(2026, 7, 1) ? "2023" : "2026-07";
}

void Desk::intake(const Intake& intake) {
    open = true;
    line.go_to(order.opened, 8 * kHour + random.between(0, 4 * kHour));
    switch_circle(intake.circle);
    line.act_as(
        {"U-" + std::to_string(random.between(10, 19)), "EINGANGSZONE", unit(), org_type()});
    apply(*this, "case.opened", intake.reason);
    line.add("legalcircle.assigned").text("to", circle()).day("date", order.opened);
    circle_event = line.last();
    line.add("persondata.changed")
        .text("field", "NAME")
        .text("newRef", person.name)
        .text("source", "BETROFFENE");
    line.add("persondata.changed")
        .text("field", "GEBURTSDATUM")
        .text("source", "BETROFFENE")
        .day("birthDate", person.birth);
    for (const Member& member : person.members) {
        if (circle() == "SGB_III") break;
        line.add("bgmembership.changed")
            .text("memberRef", member.ref)
            .text("role", member.role)
            .day("from", order.opened);
    }
    line.add("benefitstatus.changed").list("benefits", {intake.benefit}).day("from", order.opened);
    line.add("labourstatus.changed").text("status", intake.labour).day("start", order.opened);
    labour_event = line.last();
    line.add("righttoobjectnotice.given").text("documentVersion", kTransparency);
    line.add("transparencyinformation.given")
        .list("topics", {"DATENERHEBUNG", "RECHTE"})
        .text("documentVersion", kTransparency);
    assign(intake.team_kind, {});
    assigned_event = line.last();
    schedule_next(intake.first_talk);
    invite("INTEGRATIONSPLAN", intake.first_notice, true);
}

void Desk::reopen(const Return& back) {
    open = true;
    const std::string_view from = circle();
    contact.clear();
    line.go_to(back.day, 8 * kHour + random.between(0, 3 * kHour));
    switch_circle(back.circle);
    line.act_as(
        {"U-" + std::to_string(random.between(10, 19)), "EINGANGSZONE", unit(), org_type()});
    const std::string before = kundennummer;
    if (back.new_number) ++kundennummer[kNumberSeries];
    apply(*this, "case.reopened", "ERNEUTER_ANTRAG");
    if (back.new_number) {
        line.add("personidentifiers.linked")
            .list("numbers", {before, kundennummer})
            .text("evidence", "Ausweis und frühere Akte lagen vor.");
    }
    end_employment(back.day);
    end_partial_goal();
    if (from != circle()) {
        line.add("legalcircle.assigned")
            .text("from", from)
            .text("to", circle())
            .day("date", back.day)
            .text("reason", "RECHTSKREISWECHSEL");
    }
    line.add("benefitstatus.changed").list("benefits", {back.benefit}).day("from", back.day);
    line.add("labourstatus.changed").text("status", "ARBEITSLOS").day("start", back.day);
    assign(back.team_kind, {});
    schedule_next(work_day(back.day + std::chrono::days(1)));
    invite("INTEGRATIONSPLAN", back.first_notice, true);
}

void Desk::end_employment(CivilDay back) {
    if (employment.empty()) return;
    line.add_day("employment.ended")
        .text("employmentId", employment)
        .day("end", back - std::chrono::days(1))
        .text("reason", random.chance(60) ? "BEFRISTUNG" : "KUENDIGUNG_ARBEITGEBER");
    employment.clear();
}

void Desk::end_partial_goal() {
    if (partial_goal.id.empty()) return;
    line.add("intermediategoal.missed")
        .text("intermediateGoalId", partial_goal.id)
        .number("cycleNo", partial_goal.cycle)
        .text("reason", "Bis zum Ende der früheren Betreuung nicht erreicht.");
    partial_goal = {};
}

void Desk::end_agreement(std::string_view reason) {
    if (agreement.id.empty()) return;
    line.add("integrationagreement.ended")
        .text("agreementId", agreement.id)
        .number("cycleNo", agreement.cycle)
        .text("reason", reason);
    agreement = {};
}

void Desk::start_concept(std::string_view team_kind, std::string_view handover) {
    assign(team_kind, handover);
    end_partial_goal();
    if (line.today() < day(2023, 7, 1)) return;
    line.add("benefitstatus.changed")
        .list("benefits", {"BUERGERGELD"})
        .day("from", std::max(order.opened, day(2023, 1, 1)));
    invite("KOOPERATIONSPLAN", "KEINE", true);
}

void Desk::write_contact(const Talk& talk, int minutes) {
    Fields fields = line.add("contact.held");
    fields.text("contactId", contact)
        .text("kind", talk.kind)
        .text("channel", talk.channel)
        .text("counterpartRole", "IFK")
        .text("purpose", talk.purpose)
        .flag("qualified", talk.kind != "KURZKONTAKT")
        .number("durationMin", minutes)
        .text("scope", talk.with_household ? "BG" : "EINZEL");
    if (!talk.measure.empty()) fields.text("measureId", talk.measure);
    if (!talk.channel_reason.empty()) fields.text("channelReason", talk.channel_reason);
    if (!talk.with_household) return;
    std::string list;
    for (const Member& member : person.members) {
        list += list.empty() ? "[" : ",";
        list += R"({"ref":")" + member.ref + R"(","role":"BG_MITGLIED"})";
    }
    fields.json("participants", list + ']');
}

std::size_t Desk::talk(const Talk& talk) {
    contact = id("K");
    const int usual = talk.kind == "ERSTGESPRAECH" ? 60 : 5 * random.between(4, 10);
    minutes_ = talk.minutes == 0 ? usual : talk.minutes;
    write_contact(talk, minutes_);
    return line.last();
}

void Desk::note(std::string_view kind) {
    note(kind, kind == "STANDORTBESTIMMUNG" ? first_talk_phrases(phrases_)
                                            : later_talk_phrases(phrases_));
}

void Desk::note_beginning(std::string_view kind, std::string_view sentence) {
    note(kind, std::string(sentence) + ' ' + later_talk_phrases(phrases_));
}

void Desk::note(std::string_view kind, std::string text) {
    const CivilDay talked = line.today();
    note_id_ = id("V");
    note_topics_ = about_measure ? kMeasureTopics : kUsualTopics;
    line.add("counsellingnote.recorded")
        .text("noteId", note_id_)
        .text("contactId", contact)
        .text("noteKind", kind)
        .list("topics", note_topics_)
        .text("text", text)
        .list("categories", {"VERMITTLUNG", "BERATUNG"})
        .text("author", line.user());
    note_event_ = line.last();
    note_kind_ = kind;
    note_text_ = std::move(text);
    if (!happens(20)) return;
    // Before the concept of 2023 no rule asks for a day.
    if (talked < kNotesAtOnce && random.chance(50)) return learn_later();
    const CivilDay next = days.next_working_day(talked);
    if (days.opens(next)) line.recorded_on(next, 8 * kHour);
}

void Desk::perhaps_correct_note() {
    if (!happens(3)) return;
    std::string text = later_talk_phrases(phrases_);
    while (text == note_text_) text = later_talk_phrases(phrases_);
    line.add("counsellingnote.corrected")
        .text("noteId", note_id_)
        .text("contactId", contact)
        .text("noteKind", note_kind_)
        .list("topics", note_topics_)
        .text("text", text)
        .list("categories", {"VERMITTLUNG", "BERATUNG"})
        .text("author", line.user())
        .text("reason", "Verwechslung mit einem anderen Gespräch");
    line.corrects(note_event_);
    learn_later();
}

void Desk::learn_later(int days_max) {
    struct Delay {
        int weight;
        int days_min;
        int days_max;
    };
    static constexpr std::array kDelays{Delay{70, 1, 4}, Delay{22, 5, 21}, Delay{6, 22, 60},
                                        Delay{2, 61, 200}};
    std::array<int, kDelays.size()> weights{};
    for (std::size_t i = 0; i < kDelays.size(); ++i) weights[i] = kDelays[i].weight;
    const Delay& delay = kDelays[random.weighted(weights)];
    const int waited = std::min(random.between(delay.days_min, delay.days_max), days_max);
    line.recorded_on(work_day(line.today() + std::chrono::days(waited)),
                     8 * kHour + 60 * random.between(0, 400));
}

int Desk::age_on(CivilDay day) const {
    const std::chrono::year_month_day born{person.birth};
    const std::chrono::year_month_day now{day};
    const int years = static_cast<int>(now.year()) - static_cast<int>(born.year());
    const bool before =
        now.month() < born.month() || (now.month() == born.month() && now.day() < born.day());
    return before ? years - 1 : years;
}

void Desk::schedule_next(CivilDay day) {
    static constexpr std::array kSlots{"T08:00:00Z", "T08:30:00Z", "T09:00:00Z", "T12:00:00Z"};
    appointment_ = id("T");
    appointed_ = day;
    Fields fields = line.add("appointment.scheduled");
    fields.text("appointmentId", appointment_)
        .text("slot", std::string(days.text(day)) + random.pick(kSlots))
        .text("purpose", "INTEGRATIONSPLAN")
        .text("channel", "PERSOENLICH")
        .text("byWhom", "BEHOERDE")
        .text("scope", "EINZEL");
    if (!contact.empty()) fields.text("contactId", contact);
    appointment_event_ = line.last();
}

void Desk::keep_appointment(CivilDay day) {
    if (appointment_.empty() || day == appointed_ || planted()) return;
    appointed_ = day;
    line.add("appointment.rescheduled")
        .text("appointmentId", appointment_)
        .text("slot", std::string(days.text(day)) + "T08:00:00Z")
        .text("byWhom", random.chance(60) ? "KUNDE" : "BEHOERDE");
}

void Desk::cancel_appointment(std::string_view reason) {
    if (appointment_.empty() || planted()) return;
    line.add("appointment.cancelled")
        .text("appointmentId", appointment_)
        .text("byWhom", "BEHOERDE")
        .text("reason", reason);
    appointment_.clear();
}

// To the appointment that the event before made, if it made one.
void Desk::invite(std::string_view purpose, std::string_view notice, bool first) {
    invitation_ = id("E");
    const bool appointed = !appointment_.empty() && line.last() == appointment_event_;
    Fields fields = line.add("invitation.issued");
    fields.text("invitationId", invitation_);
    if (appointed) fields.text("appointmentId", appointment_);
    fields.text("purpose", purpose)
        .text("form", "SCHRIFTLICH")
        .text("legalNoticeVersion", notice)
        .text("deliveredHow", first ? "POST" : "AUSGEHAENDIGT")
        .flag("first", first);
}

void Desk::perhaps_correct(std::size_t contact_event, const Talk& talk) {
    if (!happens(6)) return;
    // A first talk stands in its invitation: nobody takes its day for another.
    const bool wrong_day = talk.kind != "ERSTGESPRAECH" && slips_.chance(kWrongDayPercent);
    write_contact(talk, wrong_day ? minutes_ : minutes_ + 5 * slips_.between(1, 4));
    line.occurred_with(contact_event);
    line.corrects(contact_event);
    learn_later();
    if (!wrong_day || line.is_recorded_after(kLastDay)) return;
    line.mistake_day(contact_event, days.on_or_before(line.today() - std::chrono::days(1)));
}

void Desk::perhaps_missed(CivilDay day, std::string_view notice) {
    if (!happens(12)) return;
    line.go_to(day, 9 * kHour);
    const std::string invitation = id("E");
    line.add("invitation.issued")
        .text("invitationId", invitation)
        .text("purpose", "INTEGRATIONSPLAN")
        .text("form", "SCHRIFTLICH")
        .text("legalNoticeVersion", notice)
        .text("deliveredHow", "POST")
        .flag("first", false);
    line.go_to(work_day(day + std::chrono::days(8)), 11 * kHour);
    line.add("appointment.missed")
        .text("invitationId", invitation)
        .flag("purposeReachedSameDay", false);
    line.go_to(work_day(day + std::chrono::days(10)), 9 * kHour);
    line.add("goodcause.assessed")
        .text("invitationId", invitation)
        .text("result", "WICHTIGER_GRUND")
        .text("reason", "Bescheinigung wurde nachgereicht.");
}

void Desk::close(std::string_view reason) {
    open = false;
    if (!planted()) end_agreement(reason == "ARBEITSAUFNAHME" ? "INTEGRATION" : "SONSTIGES");
    line.add("case.closed").text("reason", reason).text("kundennummer", kundennummer);
    fall_due(line.today());
}

}  // namespace fallbuch::simulate
