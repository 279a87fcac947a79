// Always-on assertions: a broken invariant stops the process before it can write a wrong byte.
//
// LEDGER_ASSERT is for bugs only. Input, the operating system and damaged data never reach one:
// they are reported as a Result. One condition each, so that the message names the culprit.
#pragma once

namespace fallbuch {

[[noreturn]] void assertion_failed(const char* condition, const char* file, int line) noexcept;

}  // namespace fallbuch

#define LEDGER_ASSERT(condition)                         \
    (static_cast<bool>(condition) ? static_cast<void>(0) \
                                  : ::fallbuch::assertion_failed(#condition, __FILE__, __LINE__))
