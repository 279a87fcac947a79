// How SQLite sees the faulty file system: a VFS whose every access is a call of a FileSystem.
//
// It does what SQLite's own unix VFS does (os_unix.c), so that a database keeps its promises on a
// disk exactly where it keeps them there. Connections of one process lock against each other. Time
// stands still but for SQLite's own sleeping, which only counts. sqlite3_randomness is the
// process's and not ours: the nonce in a journal differs from run to run, its size and place do
// not.
#pragma once

#include <memory>
#include <string>

namespace fallbuch {

class FileSystem;

// Registered from construction to destruction; `files` and all connections: it outlives the
// connections, `files` outlives it. Callable from any thread.
class FaultySqlite {
public:
    explicit FaultySqlite(FileSystem& files);
    FaultySqlite(const FaultySqlite&) = delete;
    FaultySqlite& operator=(const FaultySqlite&) = delete;
    ~FaultySqlite();

    const std::string& name() const;

    // The connections open now belong to a dead process: they hold no lock and get none.
    void end_processes();

    struct Vfs;  // for SQLite's callbacks

private:
    std::unique_ptr<Vfs> vfs_;
};

}  // namespace fallbuch
