#include "projections/rules/check.h"

namespace fallbuch::rules {

bool decides_at_once(const Check& check) {
    switch (check.kind) {
        case Template::invariant:
        case Template::since: return true;
        case Template::attestation:
        case Template::forall_exists: return check.that.has_value();
        default: return false;
    }
}

bool is_negative(const Check& check) {
    return check.kind == Template::not_response || check.kind == Template::not_co_existence ||
           check.kind == Template::absence;
}

bool is_precedence(const Check& check) {
    return check.kind == Template::precedence || check.kind == Template::alternate_precedence ||
           check.kind == Template::chain_precedence;
}

}  // namespace fallbuch::rules
