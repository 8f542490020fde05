#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace {

struct Include {
    std::string file;    ///< "storage/store.hpp", relative to the project
    std::string header;  ///< "forms/problem.hpp", as it stands between the quotes or brackets
};

bool is_code(const std::filesystem::path& file) { return file.extension() == ".hpp" || file.extension() == ".cpp"; }

std::vector<Include> includes_of(const std::filesystem::path& project, const std::string& room) {
    std::vector<Include> includes;
    for (const auto& entry : std::filesystem::recursive_directory_iterator{project / room}) {
        if (!is_code(entry.path())) continue;
        std::ifstream lines{entry.path()};
        for (std::string line; std::getline(lines, line);) {
            const auto from = line.find_first_of("\"<");
            if (line.rfind("#include", 0) != 0 || from == std::string::npos) continue;
            const auto to = line.find_first_of("\">", from + 1);
            includes.push_back({std::filesystem::relative(entry.path(), project).generic_string(),
                                line.substr(from + 1, to - from - 1)});
        }
    }
    return includes;
}

bool begins_with(const std::string& text, const std::string& beginning) { return text.rfind(beginning, 0) == 0; }

/// The first of `rooms` in whose folder the header stands, or "".
std::string room_of(const std::string& header, const std::vector<std::string>& rooms) {
    for (const auto& room : rooms)
        if (begins_with(header, room + "/")) return room;
    return {};
}

const std::vector<std::string> all_rooms{"forms", "storage", "analysis", "server"};

struct Door {
    std::string header;              ///< headers that begin like this...
    std::vector<std::string> files;  ///< ...are included by files that begin like one of these alone
};

}  // namespace

BOOST_AUTO_TEST_SUITE(rooms)

BOOST_AUTO_TEST_CASE(each_room_includes_only_the_rooms_it_may_know) {
    const struct {
        std::string room;
        std::vector<std::string> knows;
    } arrows[] = {
        {"forms", {"forms"}},
        {"storage", {"storage", "forms"}},
        {"analysis", {"analysis", "forms"}},
        {"server", {"server", "storage", "analysis", "forms"}},
    };
    for (const auto& arrow : arrows) {
        const auto includes = includes_of(ECOUTE_SOURCE_DIR, arrow.room);
        BOOST_TEST(!includes.empty());
        for (const auto& [file, header] : includes) {
            const auto included = room_of(header, all_rooms);
            if (included.empty()) continue;
            BOOST_TEST_CONTEXT(file << " includes " << header)
            BOOST_TEST((std::find(arrow.knows.begin(), arrow.knows.end(), included) != arrow.knows.end()));
        }
    }
}

BOOST_AUTO_TEST_CASE(each_library_stays_behind_its_door) {
    const Door doors[] = {
        {"sqlite3.h", {"storage/sqlite"}},
        {"storage/sqlite", {"storage/sqlite", "server/main.cpp"}},
        {"boost/beast", {"server/http/"}},
        {"boost/asio", {"server/http/"}},
    };
    for (const auto& room : all_rooms)
        for (const auto& [file, header] : includes_of(ECOUTE_SOURCE_DIR, room))
            for (const auto& door : doors) {
                if (!begins_with(header, door.header) || header == "storage/sqlite_store.hpp") continue;
                BOOST_TEST_CONTEXT(file << " includes " << header)
                BOOST_TEST(std::any_of(door.files.begin(), door.files.end(),
                                       [&, &name = file](const std::string& may) { return begins_with(name, may); }));
            }
}

BOOST_AUTO_TEST_SUITE_END()
