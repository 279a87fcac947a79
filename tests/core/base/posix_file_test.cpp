#include "core/base/posix_file.h"

#include <sched.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <functional>
#include <iostream>
#include <string>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/file.h"
#include "core/base/result.h"
#include "tests/support/builders.h"
#include "tests/support/temporary_directory.h"

namespace fallbuch {
namespace {

template <typename T>
void check_refused(const Result<T>& result, ErrorCode code, const std::string& path) {
    REQUIRE_FALSE(result);
    CHECK(result.error().code == code);
    CHECK(result.error().message.starts_with(path + ": "));
}

// Runs `question` in a process of its own and returns its answer.
bool asked_in_a_child(const std::function<bool()>& question) {
    const pid_t child = ::fork();
    REQUIRE(child >= 0);
    // _exit keeps the child from reporting and cleaning up what is the parent's.
    if (child == 0) ::_exit(question() ? 0 : 1);
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    REQUIRE(WIFEXITED(status));
    return WEXITSTATUS(status) == 0;
}

}  // namespace

TEST_CASE("the four ways of opening a file differ in what must be there", "[core][base]") {
    const TemporaryDirectory directory;
    PosixFileSystem files;
    const std::string path = directory / "a";
    check_refused(files.open(path, OpenMode::read), ErrorCode::not_found, path);
    check_refused(files.open(path, OpenMode::write), ErrorCode::not_found, path);
    const auto made = files.open(path, OpenMode::create);
    REQUIRE(made);
    check_refused(files.open(path, OpenMode::create), ErrorCode::conflict, path);
    REQUIRE((*made)->write_at(0, as_bytes("abc")));

    Bytes out(3);
    CHECK(*(*files.open(path, OpenMode::read))->read_at(0, out) == 3);
    CHECK(*(*files.open(path, OpenMode::write))->read_at(0, out) == 3);
    const auto emptied = files.open(path, OpenMode::overwrite);
    REQUIRE(emptied);
    CHECK(*(*emptied)->size() == 0);
    CHECK(files.open(directory / "b", OpenMode::overwrite));
}

TEST_CASE("a file opened for reading takes no write", "[core][base]") {
    const TemporaryDirectory directory;
    PosixFileSystem files;
    const std::string path = directory / "a";
    REQUIRE(replace_file(files, path, as_bytes("abc"), Durability::none));
    const auto file = *files.open(path, OpenMode::read);
    check_refused(file->write_at(0, as_bytes("x")), ErrorCode::unavailable, path);
    check_refused(file->truncate(0), ErrorCode::unavailable, path);
    CHECK(*file->size() == 3);
}

TEST_CASE("what the system forbids is denied", "[core][base]") {
    if (::geteuid() == 0) {
        std::cout << "skipped: to root the system forbids nothing\n";
        return;
    }
    const TemporaryDirectory directory;
    PosixFileSystem files;
    const std::string path = directory / "a";
    REQUIRE(files.open(path, OpenMode::create));
    REQUIRE(::chmod(path.c_str(), 0) == 0);
    check_refused(files.open(path, OpenMode::read), ErrorCode::denied, path);
    REQUIRE(::chmod(directory.path().c_str(), S_IRUSR | S_IXUSR) == 0);
    check_refused(files.remove(path), ErrorCode::denied, path);
    REQUIRE(::chmod(directory.path().c_str(), S_IRWXU) == 0);
}

TEST_CASE("many parts are written one behind the other", "[core][base]") {
    const TemporaryDirectory directory;
    PosixFileSystem files;
    const auto file = *files.open(directory / "a", OpenMode::create);
    const std::size_t count = GENERATE(values<std::size_t>({0, 1, 63, 64, 65, 128, 200}));
    std::vector<Bytes> owned;
    Bytes expected(10, 0);  // a hole, as the write begins behind the end
    for (std::size_t i = 0; i < count; ++i) {
        owned.push_back(some_bytes(i % 7 * 100, i));  // empty ones among them
        append(expected, owned.back());
    }
    if (count <= 1) expected.clear();  // nothing written makes no hole
    const std::vector<ByteView> parts(owned.begin(), owned.end());
    REQUIRE(file->write_at(10, parts));
    CHECK(*read_file(files, directory / "a", 100000) == expected);
}

TEST_CASE("a read at the end gives less and behind the end nothing", "[core][base]") {
    const TemporaryDirectory directory;
    PosixFileSystem files;
    const auto file = *files.open(directory / "a", OpenMode::create);
    REQUIRE(file->write_at(0, as_bytes("abcdef")));
    Bytes out(4, '-');
    CHECK(*file->read_at(4, out) == 2);
    CHECK(out == bytes_of("ef--"));
    CHECK(*file->read_at(6, out) == 0);
    CHECK(*file->read_at(1000, out) == 0);
    CHECK(*file->read_at(1, out) == 4);
    CHECK(out == bytes_of("bcde"));
    CHECK(*file->read_at(0, {}) == 0);
}

TEST_CASE("a file can be cut and grown", "[core][base]") {
    const TemporaryDirectory directory;
    PosixFileSystem files;
    const auto file = *files.open(directory / "a", OpenMode::create);
    REQUIRE(file->write_at(0, as_bytes("abcdef")));
    REQUIRE(file->truncate(2));
    CHECK(*file->size() == 2);
    REQUIRE(file->truncate(4));
    CHECK(*read_file(files, directory / "a", 10) == Bytes{'a', 'b', 0, 0});
}

TEST_CASE("syncing and dropping the cache change nothing that is read", "[core][base]") {
    const TemporaryDirectory directory;
    PosixFileSystem files;
    const std::string path = directory / "a";
    const Bytes content = some_bytes(20000);
    const auto file = *files.open(path, OpenMode::create);
    REQUIRE(file->write_at(0, content));
    REQUIRE(file->sync());
    REQUIRE(file->drop_cache(4096));
    REQUIRE(file->drop_cache(0));
    REQUIRE(files.sync_directory(directory.path()));
    REQUIRE(files.sync_all(directory.path()));
    CHECK(*read_file(files, path, 20000) == content);
    check_refused(files.sync_directory(path), ErrorCode::unavailable, path);
    check_refused(files.sync_directory(directory / "none"), ErrorCode::not_found,
                  directory / "none");
    check_refused(files.sync_all(directory / "none"), ErrorCode::not_found, directory / "none");
}

TEST_CASE("names are listed sorted by their bytes", "[core][base]") {
    const TemporaryDirectory directory;
    PosixFileSystem files;
    for (const char* const name : {"b", "a", "B", "\xc3\xa4", "10", "9"}) {
        REQUIRE(files.open(directory / name, OpenMode::create));
    }
    REQUIRE(files.make_directories(directory / "c/inner"));
    CHECK(*files.list(directory.path()) ==
          std::vector<std::string>{"10", "9", "B", "a", "b", "c", "\xc3\xa4"});
    check_refused(files.list(directory / "none"), ErrorCode::not_found, directory / "none");
    check_refused(files.list(directory / "a"), ErrorCode::unavailable, directory / "a");
}

TEST_CASE("files and directories are told apart", "[core][base]") {
    const TemporaryDirectory directory;
    PosixFileSystem files;
    REQUIRE(files.make_directories(directory / "d/e/f"));
    REQUIRE(files.make_directories(directory / "d/e"));
    REQUIRE(files.open(directory / "a", OpenMode::create));
    CHECK(*files.exists(directory / "d/e/f"));
    CHECK(*files.exists(directory / "a"));
    CHECK_FALSE(*files.exists(directory / "none"));
    CHECK(*files.is_directory(directory / "d"));
    CHECK_FALSE(*files.is_directory(directory / "a"));
    CHECK_FALSE(*files.is_directory(directory / "none"));
    CHECK_FALSE(*files.exists(directory / "a/below"));
    CHECK_FALSE(*files.is_directory(directory / "a/below"));
    check_refused(files.make_directories(directory / "a/below"), ErrorCode::unavailable,
                  directory / "a/below");
}

TEST_CASE("a name too long for the system is unavailable", "[core][base]") {
    const TemporaryDirectory directory;
    PosixFileSystem files;
    const std::string path = directory / std::string(300, 'x');
    check_refused(files.open(path, OpenMode::create), ErrorCode::unavailable, path);
    check_refused(files.exists(path), ErrorCode::unavailable, path);
    check_refused(files.is_directory(path), ErrorCode::unavailable, path);
    check_refused(files.lock(path), ErrorCode::unavailable, path);
}

TEST_CASE("a rename replaces the file that had the name", "[core][base]") {
    const TemporaryDirectory directory;
    PosixFileSystem files;
    REQUIRE(replace_file(files, directory / "a", as_bytes("a"), Durability::synced));
    REQUIRE(replace_file(files, directory / "b", as_bytes("b"), Durability::synced));
    REQUIRE(files.rename(directory / "a", directory / "b"));
    CHECK(*files.list(directory.path()) == std::vector<std::string>{"b"});
    CHECK(*read_file(files, directory / "b", 1) == bytes_of("a"));
    check_refused(files.rename(directory / "a", directory / "b"), ErrorCode::not_found,
                  directory / "b");
}

TEST_CASE("a removed file is gone, and cannot be removed again", "[core][base]") {
    const TemporaryDirectory directory;
    PosixFileSystem files;
    const std::string path = directory / "a";
    REQUIRE(files.open(path, OpenMode::create));
    REQUIRE(files.remove(path));
    check_refused(files.remove(path), ErrorCode::not_found, path);
}

TEST_CASE("replacing a file overwrites the left-over of a crash", "[core][base]") {
    const TemporaryDirectory directory;
    PosixFileSystem files;
    const std::string path = directory / "a";
    REQUIRE(replace_file(files, path + ".new", as_bytes("a long left-over"), Durability::none));
    const auto durability = GENERATE(Durability::none, Durability::synced);
    REQUIRE(replace_file(files, path, as_bytes("1"), durability));
    REQUIRE(replace_file(files, path, as_bytes("2"), durability));
    CHECK(*read_file(files, path, 1) == bytes_of("2"));
    CHECK(*files.list(directory.path()) == std::vector<std::string>{"a"});
}

TEST_CASE("a lock excludes a second holder in this process and in another", "[core][base]") {
    const TemporaryDirectory directory;
    PosixFileSystem files;
    const std::string path = directory / "lock";
    auto held = files.lock(path);
    REQUIRE(held);
    check_refused(files.lock(path), ErrorCode::unavailable, path);
    const auto free_for_a_child = [&] {
        return asked_in_a_child([&] { return files.lock(path).has_value(); });
    };
    CHECK_FALSE(free_for_a_child());
    held->reset();
    CHECK(free_for_a_child());
    CHECK(files.lock(path));
}

TEST_CASE("SQLite finds the VFS that the file system names", "[core][base]") {
    CHECK(PosixFileSystem().sqlite_vfs_name() == "unix");
}

}  // namespace fallbuch
