// A history's desk: what every era does in the same way (intake, talks, notes, appointments).
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "core/calendar/civil_day.h"
#include "tools/simulate/history_order.h"
#include "tools/simulate/office_days.h"
#include "tools/simulate/person.h"
#include "tools/simulate/random.h"
#include "tools/simulate/staff.h"

namespace fallbuch::simulate {

struct Intake {
    std::string_view circle = "SGB_II";
    std::string_view reason = "ANTRAG_SGB_II";
    std::string_view benefit = "ALG_II";
    std::string_view labour = "ARBEITSLOS";
    std::string_view team_kind = "AV";
    std::string_view first_notice = "KEINE";  // of the first invitation
    CivilDay first_talk{};
};

// A person who is back after an exit.
struct Return {
    CivilDay day;
    std::string_view circle;
    std::string_view benefit;
    std::string_view team_kind;
    std::string_view first_notice = "KEINE";
    bool new_number = false;  // § 51a SGB II: after a long time away
};

struct Talk {
    std::string_view kind = "FOLGEGESPRAECH";
    std::string_view channel = "PERSOENLICH";
    std::string_view purpose = "INTEGRATIONSPLAN";
    std::string_view measure = {};
    std::string_view channel_reason = {};
    int minutes = 0;  // 0: as long as such talks last
    bool with_household = false;
};

// What belongs to a cycle, and ends with its number even when a later one has begun.
struct CycleThing {
    std::string id;  // empty: there is none
    int cycle = 0;
};

// The days outlive it.
class Desk : public Staff {
public:
    Desk(const OfficeDays& office_days, const HistoryOrder& order, AgeBand band);

    Person person;
    std::string kundennummer;  // the present one; who is back may get another
    std::string contact;       // contactId of the talk that goes on
    // What one concept leaves to the next.
    CycleThing agreement;     // in force under Betreuungsstufen and Profillagen
    CycleThing partial_goal;  // of the Betreuungsstufen, neither reached nor missed
    std::string employment;   // for which the case was closed
    bool open = false;        // between an intake and an exit
    // Events of the intake that start duties.
    std::size_t circle_event = 0;
    std::size_t labour_event = 0;
    std::size_t assigned_event = 0;
    bool about_measure = false;  // what the notes speak of

    // Each first talk begins a cycle of its own, in whatever concept; the first is number 1.
    void begin_cycle() { ++cycle_; }
    int cycle() const { return cycle_; }

    // "K-3": unique within the history.
    std::string id(std::string_view prefix);
    const std::string& invitation() const { return invitation_; }  // the last one

    // CaseOpened and what is known on that day, up to the first invitation.
    void intake(const Intake& intake);
    // CaseReopened likewise; the first talk is on the next working day.
    void reopen(const Return& back);
    // The case stays, the concept changes: another team, and the first invitation of its kind.
    void start_concept(std::string_view team_kind, std::string_view handover);

    // ContactHeld, now. Returns its event.
    std::size_t talk(const Talk& talk);
    // The note on the talk that goes on; recorded at once or on the next working day.
    void note(std::string_view kind, std::string text);
    void note(std::string_view kind);                                       // in words of its own
    void note_beginning(std::string_view kind, std::string_view sentence);  // likewise after it
    void schedule_next(CivilDay day);
    // The last appointment moves to this day, if it was made for another one.
    void keep_appointment(CivilDay day);
    void cancel_appointment(std::string_view reason);
    void invite(std::string_view purpose, std::string_view notice, bool first);
    // In some histories the last talk's duration or day was mistyped and is corrected days later.
    void perhaps_correct(std::size_t contact_event, const Talk& talk);
    // In some histories the last note is put right later.
    void perhaps_correct_note();
    // In some histories an invitation is missed for a good reason.
    void perhaps_missed(CivilDay day, std::string_view notice);
    // The last event, which broke no deadline, becomes known later: mostly within days.
    void learn_later(int days_max = 200);
    // How old on a day; the day before the birthday is the last of a year of life.
    int age_on(CivilDay day) const;
    void close(std::string_view reason);
    // The agreement of the concept before, if there is one.
    void end_agreement(std::string_view reason);

    // The legalNoticeVersion of a day.
    static std::string_view notice_of(CivilDay day);

private:
    void write_contact(const Talk& talk, int minutes);
    void end_employment(CivilDay back);
    // What an earlier cycle left open ends where the case begins anew.
    void end_partial_goal();

    std::string note_id_;
    std::size_t note_event_ = 0;
    std::string_view note_kind_;  // a literal
    std::string note_text_;
    std::span<const std::string_view> note_topics_;
    std::string invitation_;
    std::string appointment_;
    CivilDay appointed_{};
    std::size_t appointment_event_ = 0;
    int minutes_ = 0;  // of the last talk
    Random slips_;     // what was mistyped; its own, so that nothing else depends on it
    Random phrases_;   // what the notes say, likewise
    int last_number_ = 0;
    int cycle_ = 0;
};

}  // namespace fallbuch::simulate
