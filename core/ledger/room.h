// Is there room for a new ledger in this directory?
//
// There is if the directory is missing or empty, or holds only what an init left that did not come
// to its end: parts of a ledger without the file LEDGER, which is written last, and without a
// single record.
#pragma once

#include "core/base/result.h"
#include "core/ledger/ledger_place.h"

namespace fallbuch {

// conflict, saying what lies there, if there is no room. Changes nothing.
Status check_room(const LedgerPlace& place);

// Checks again, then removes what an unfinished init left, except the lock and a development key.
Status clear_room(const LedgerPlace& place);

}  // namespace fallbuch
