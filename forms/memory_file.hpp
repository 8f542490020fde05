#pragma once
#include <string>

namespace ecoute::forms {

/// A file that stands in memory only, for libraries that write to a path and nowhere else. Throws std::runtime_error when
/// the machine has no memory for it.
class MemoryFile {
public:
    MemoryFile();
    ~MemoryFile();
    MemoryFile(const MemoryFile&) = delete;
    MemoryFile& operator=(const MemoryFile&) = delete;

    std::string path() const;   ///< good in this process, while this lives
    std::string bytes() const;  ///< what was written so far

private:
    int descriptor_;
};

}  // namespace ecoute::forms
