#pragma once
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

/// Runs the real program in a directory of its own, as a person at a terminal would.
struct Program {
    std::filesystem::path folder = make_folder();
    ~Program() {
        std::error_code ignored;
        std::filesystem::remove_all(folder, ignored);
    }

    struct Ran {
        int status = -1;
        std::string out, err;
    };

    /// `arguments` as typed in a shell; the working directory is `folder`, the data directory its default below it.
    Ran run(const std::string& arguments, const std::string& input = {}, const std::string& language = "fr_FR.UTF-8") const {
        write("stdin", input);
        const auto command = "cd '" + folder.string() + "' && LANG=" + language + " LC_ALL= LC_MESSAGES= '" ECOUTE_PROGRAM "' " + arguments +
                             " <stdin >stdout 2>stderr";
        const int status = std::system(command.c_str());
        return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, read("stdout"), read("stderr")};
    }
    void write(const std::string& name, const std::string& text) const { std::ofstream{folder / name, std::ios::binary} << text; }
    std::string read(const std::string& name) const {
        std::ifstream in{folder / name, std::ios::binary};
        return {std::istreambuf_iterator<char>{in}, {}};
    }
    bool there(const std::string& name) const { return std::filesystem::exists(folder / name); }

private:
    static std::filesystem::path make_folder() {
        auto pattern = (std::filesystem::temp_directory_path() / "ecoute-cli-XXXXXX").string();
        if (!mkdtemp(pattern.data())) std::abort();
        return pattern;
    }
};
